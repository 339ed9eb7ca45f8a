/** The forward protocol as a plugin: {@code @type forward}. */
@NullMarked
package io.millrace.plugins.forward;

import org.jspecify.annotations.NullMarked;
