/** {@code @type detect_exceptions}: the lines of a stack trace become one event. */
@NullMarked
package io.millrace.plugins.output.exceptions;

import org.jspecify.annotations.NullMarked;
