package io.millrace.plugins.prometheus;

import io.millrace.api.PluginContext;
import io.millrace.api.Tag;
import io.millrace.event.EventView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** All metrics of one plugin that counts events. Safe for use by several threads. */
final class Instruments {
  private final PluginContext context;
  private final List<Instrument> all = new ArrayList<>();
  private final LongAdder failed;
  private final Set<Instrument> reported = ConcurrentHashMap.newKeySet();

  /**
   * Registers them.
   *
   * @throws IllegalArgumentException if a metric is not valid
   */
  Instruments(CountConfig config, PluginContext context) {
    this.context = context;
    this.failed =
        context.counter("failed_instruments", "Values of events that metrics could not count.");
    for (MetricConfig metric : config.metric()) {
      Map<String, String> labels = new LinkedHashMap<>(Labels.only(config.labels()));
      labels.putAll(metric.ownLabels());
      all.add(new Instrument(metric, Labels.withWorker(labels, context), context));
    }
  }

  /** Begins to look for series to remove. */
  void start() {
    for (Instrument instrument : all) {
      Duration interval = instrument.config().retentionCheckInterval();
      context.every(interval, interval, instrument::expire);
    }
  }

  /** Counts one event; one that a metric cannot count also goes to the error stream. */
  void count(Tag tag, EventView event) {
    for (Instrument instrument : all) {
      try {
        instrument.count(tag, event);
      } catch (IllegalArgumentException e) {
        failed(instrument, tag, event, e);
      }
    }
  }

  private void failed(Instrument instrument, Tag tag, EventView event, Exception error) {
    failed.increment();
    if (reported.add(instrument)) {
      context
          .log()
          .warn(
              "prometheus: failed to instrument a metric. error_class={} error=\"{}\" tag=\"{}\""
                  + " name=\"{}\". The event goes to @ERROR too; further ones are not reported",
              error.getClass().getSimpleName(),
              error.getMessage(),
              tag,
              instrument.config().name());
    }
    context.errors().emit(tag, event, error);
  }
}
