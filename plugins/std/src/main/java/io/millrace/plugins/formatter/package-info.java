/** What {@code <format>} can name: text or bytes of one event each. */
@NullMarked
package io.millrace.plugins.formatter;

import org.jspecify.annotations.NullMarked;
