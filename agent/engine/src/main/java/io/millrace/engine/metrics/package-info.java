/** Counters and gauges of plugins, and the table of all of them. */
@NullMarked
package io.millrace.engine.metrics;

import org.jspecify.annotations.NullMarked;
