/** Where buffers keep their chunks: in memory, or in files in Fluentd's format. */
@NullMarked
package io.millrace.plugins.buffer;

import org.jspecify.annotations.NullMarked;
