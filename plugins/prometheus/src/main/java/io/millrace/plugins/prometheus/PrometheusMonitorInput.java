package io.millrace.plugins.prometheus;

import io.millrace.api.Input;
import io.millrace.api.InputFactory;
import io.millrace.api.PluginContext;
import io.millrace.api.PluginStatus;
import java.util.List;

/**
 * {@code @type prometheus_monitor}: gauges of all plugins, read when the metrics are asked for.
 *
 * <p>Source: fluent-plugin-prometheus.
 */
public final class PrometheusMonitorInput implements Input {
  private final PluginContext context;
  private final LabelText labels;
  private final Registry registry;
  private final Collector collector;
  private final Family queueLength;
  private final Family totalBytes;
  private final Family retryCount;
  private final Family newestTimekey;
  private final Family oldestTimekey;

  private PrometheusMonitorInput(MonitorConfig config, PluginContext context) {
    this.context = context;
    this.labels = LabelText.of(Labels.fixed(config.labels(), context));
    this.registry = context.shared(Registry.class, Registry::new);
    this.collector = new Collector(config.interval(), this::collect);
    this.queueLength = gauge("buffer_queue_length", "Current buffer queue length.");
    this.totalBytes = gauge("buffer_total_bytes", "Current total size of queued buffers.");
    this.retryCount = gauge("retry_count", "Current retry counts.");
    this.newestTimekey = gauge("buffer_newest_timekey", "Newest timekey in buffer.");
    this.oldestTimekey = gauge("buffer_oldest_timekey", "Oldest timekey in buffer.");
  }

  private Family gauge(String name, String doc) {
    return registry.register("fluentd_status_" + name, Kind.GAUGE, doc);
  }

  @Override
  public void start() {
    registry.add(collector);
  }

  private void collect() {
    context.monitor().plugins().forEach(this::show);
  }

  private void show(PluginStatus plugin) {
    LabelText text =
        labels
            .with("plugin_id", plugin.id())
            .with("plugin_category", plugin.category())
            .with("type", plugin.type());
    plugin
        .buffer()
        .ifPresent(
            buffer -> {
              queueLength.set(text, buffer.queueLength());
              totalBytes.set(text, buffer.totalBytes());
              List<Long> timekeys = buffer.timekeys();
              if (!timekeys.isEmpty()) {
                newestTimekey.set(text, timekeys.get(timekeys.size() - 1));
                oldestTimekey.set(text, timekeys.get(0));
              }
            });
    plugin.counter(PluginStatus.ERRORS).ifPresent(errors -> retryCount.set(text, errors));
  }

  @Override
  public void shutdown() {
    registry.remove(collector);
  }

  /** Makes {@code @type prometheus_monitor} inputs. */
  public static final class Factory extends InputFactory<MonitorConfig> {
    /** For the catalog. */
    public Factory() {
      super(
          "prometheus_monitor",
          "Measure the buffers and errors of all plugins for Prometheus.",
          MonitorConfig.class,
          PrometheusMonitorInput::new);
    }
  }
}
