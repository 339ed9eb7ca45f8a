package io.millrace.plugins.elasticsearch;

import io.millrace.api.PluginContext;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/** Counts what became of events. Safe for use by several threads. */
final class Outcomes {
  private final PluginContext context;
  private final Rejections rejections;
  private final LongAdder duplicates;
  private final LongAdder retried;
  private final LongAdder unknown;
  private final LongAdder dropped;
  private final AtomicBoolean toldOfDrops = new AtomicBoolean();

  Outcomes(PluginContext context) {
    this.context = context;
    this.rejections = new Rejections(context);
    this.duplicates = context.counter("duplicate_events", "Events that were in the index already.");
    this.retried =
        context.counter(
            "retried_events", "Times that an event was refused and kept to send again.");
    this.unknown =
        context.counter(
            "unknown_events", "Events whose answer could not be understood; in the error stream.");
    this.dropped =
        context.counter("dropped_events", "Events without the _id that their operation needs.");
  }

  Rejections rejections() {
    return rejections;
  }

  void count(ItemResult.Fate fate) {
    switch (fate) {
      case DUPLICATE -> duplicates.increment();
      case RETRY -> retried.increment();
      case UNKNOWN -> unknown.increment();
      case DONE, REJECTED -> {}
    }
  }

  /** An event had no {@code _id}, and the configuration wants it dropped. */
  void dropped() {
    dropped.increment();
    if (toldOfDrops.compareAndSet(false, true)) {
      context
          .log()
          .warn(
              "id_key: an event has no such field and is dropped, as will be others like it; set"
                  + " emit_error_for_missing_id true to send them to the error stream");
    }
  }
}
