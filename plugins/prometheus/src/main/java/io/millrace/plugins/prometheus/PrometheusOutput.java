package io.millrace.plugins.prometheus;

import io.millrace.api.DirectWriter;
import io.millrace.api.Output;
import io.millrace.api.OutputFactory;
import io.millrace.api.PluginContext;
import io.millrace.api.Tag;
import io.millrace.event.EventCursor;
import io.millrace.event.EventStream;

/**
 * {@code @type prometheus}: counts events into metrics; a store of a copy, for it keeps nothing.
 */
public final class PrometheusOutput implements Output, DirectWriter {
  private final Instruments instruments;

  private PrometheusOutput(CountConfig config, PluginContext context) {
    this.instruments = new Instruments(config, context);
  }

  @Override
  public void start() {
    instruments.start();
  }

  @Override
  public void process(Tag tag, EventStream events) {
    EventCursor cursor = events.borrowed().cursor();
    while (cursor.next()) {
      instruments.count(tag, cursor);
    }
  }

  /** Makes {@code @type prometheus} outputs. */
  public static final class Factory extends OutputFactory<CountConfig> {
    /** For the catalog. */
    public Factory() {
      super(
          "prometheus",
          "Count events into metrics for Prometheus.",
          CountConfig.class,
          PrometheusOutput::new);
    }
  }
}
