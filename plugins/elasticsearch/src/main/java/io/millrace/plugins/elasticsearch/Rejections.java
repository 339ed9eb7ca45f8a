package io.millrace.plugins.elasticsearch;

import io.millrace.api.ErrorSink;
import io.millrace.api.PluginContext;
import io.millrace.api.Tag;
import io.millrace.event.EventView;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Events that can never be indexed. Each goes to the error stream with its reason and is counted;
 * the log gets one line for each {@link #QUIET}, with counts by type. Safe for use by several
 * threads.
 */
final class Rejections {
  private static final Duration QUIET = Duration.ofSeconds(30);

  private final PluginContext context;
  private final ErrorSink errors;
  private final LongAdder rejected;
  private final Map<String, Integer> unreported = new TreeMap<>(); // guarded by this
  private String example = ""; // guarded by this
  private @Nullable Instant lastReport; // guarded by this

  Rejections(PluginContext context) {
    this.context = context;
    this.errors = context.errors();
    this.rejected = context.counter("rejected_events", "Events that went to the error stream.");
  }

  /** Sends {@code event} to the error stream; {@code kind} is by what the log counts it. */
  void add(Tag tag, EventView event, String kind, RejectedEventException why) {
    rejected.increment();
    errors.emit(tag, event, why);
    synchronized (this) {
      unreported.merge(kind, 1, Integer::sum);
      example = String.valueOf(why.getMessage());
    }
  }

  /** Logs what came since the last line, unless that was a moment ago. */
  void report() {
    report(QUIET);
  }

  /** Logs what came since the last line. */
  void reportAll() {
    report(Duration.ZERO);
  }

  private synchronized void report(Duration quiet) {
    Instant now = context.clock().instant();
    if (unreported.isEmpty() || lastReport != null && now.isBefore(lastReport.plus(quiet))) {
      return;
    }
    int count = unreported.values().stream().mapToInt(Integer::intValue).sum();
    context
        .log()
        .warn(
            "{} events cannot be indexed and went to the error stream; the last one: {} counts={}",
            count,
            example,
            unreported);
    unreported.clear();
    lastReport = now;
  }
}
