package io.millrace.plugins.prometheus;

import io.millrace.api.Filter;
import io.millrace.api.FilterFactory;
import io.millrace.api.PluginContext;
import io.millrace.api.Tag;
import io.millrace.api.Verdict;
import io.millrace.event.EventView;

/** {@code @type prometheus}: counts events into metrics, and lets them pass as they are. */
public final class PrometheusFilter implements Filter {
  private final Instruments instruments;

  private PrometheusFilter(CountConfig config, PluginContext context) {
    this.instruments = new Instruments(config, context);
  }

  @Override
  public void start() {
    instruments.start();
  }

  @Override
  public Verdict filter(Tag tag, EventView event) {
    instruments.count(tag, event);
    return Verdict.KEEP;
  }

  /** Makes {@code @type prometheus} filters. */
  public static final class Factory extends FilterFactory<CountConfig> {
    /** For the catalog. */
    public Factory() {
      super(
          "prometheus",
          "Count events into metrics for Prometheus.",
          CountConfig.class,
          PrometheusFilter::new);
    }
  }
}
