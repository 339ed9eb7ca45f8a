package io.millrace.plugins.tail;

import io.millrace.api.PluginContext;
import java.util.concurrent.atomic.LongAdder;

/**
 * What a tail counts beside its events.
 *
 * <p>Source: Fluentd's tail input, statistics.
 */
record TailCounters(LongAdder opened, LongAdder closed, LongAdder rotated, LongAdder throttled) {
  static TailCounters of(PluginContext context) {
    return new TailCounters(
        context.counter("opened_file_count", "Files opened."),
        context.counter("closed_file_count", "Files closed."),
        context.counter("rotated_file_count", "Rotations noticed."),
        context.counter("throttled_log_count", "Times a file waited for its rate limit."));
  }
}
