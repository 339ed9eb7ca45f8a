/**
 * What a plugin sees: the interfaces it implements, the annotations that declare its settings, and
 * the context it is given. Sees {@code io.millrace.event} only.
 */
@NullMarked
package io.millrace.api;

import org.jspecify.annotations.NullMarked;
