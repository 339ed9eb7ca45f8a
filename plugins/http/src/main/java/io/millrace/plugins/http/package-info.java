/** HTTP as a destination of events. */
@NullMarked
package io.millrace.plugins.http;

import org.jspecify.annotations.NullMarked;
