/** Outputs that need no library: files, the log, other outputs, nothing. */
@NullMarked
package io.millrace.plugins.output;

import org.jspecify.annotations.NullMarked;
