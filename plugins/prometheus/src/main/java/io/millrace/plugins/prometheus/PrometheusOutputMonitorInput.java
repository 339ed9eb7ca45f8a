package io.millrace.plugins.prometheus;

import io.millrace.api.BufferStatus;
import io.millrace.api.Input;
import io.millrace.api.InputFactory;
import io.millrace.api.PluginContext;
import io.millrace.api.PluginStatus;
import io.millrace.api.RetryStatus;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * {@code @type prometheus_output_monitor}: metrics of all outputs, read when they are asked for.
 *
 * <p>Source: fluent-plugin-prometheus.
 */
public final class PrometheusOutputMonitorInput implements Input {
  private static final String PREFIX = "fluentd_output_status_";

  /** Gauges of buffers, and what they tell. */
  private static final Map<String, String> BUFFER =
      ordered(
          "buffer_total_bytes", "Current total size of stage and queue buffers.",
          "buffer_stage_length", "Current length of stage buffers.",
          "buffer_stage_byte_size", "Current total size of stage buffers.",
          "buffer_queue_length", "Current length of queue buffers.",
          "buffer_queue_byte_size", "Current total size of queue buffers.",
          "buffer_available_space_ratio", "Ratio of available space in buffer.",
          "buffer_newest_timekey", "Newest timekey in buffer.",
          "buffer_oldest_timekey", "Oldest timekey in buffer.");

  /** Counts that are gauges unless {@code gauge_all} is false; the name of a plugin's counter. */
  private static final Map<String, String> COUNTS =
      ordered(
          "retry_count", "Current retry counts.",
          "num_errors", "Current number of errors.",
          "emit_count", "Current emit counts.",
          "emit_records", "Current emit records.",
          "write_count", "Current write counts.",
          "flush_time_count", "Total flush time.",
          "slow_flush_count", "Current slow flush counts.");

  private final PluginContext context;
  private final LabelText labels;
  private final Registry registry;
  private final Collector collector;
  private final Map<String, Family> families = new LinkedHashMap<>();

  private PrometheusOutputMonitorInput(OutputMonitorConfig config, PluginContext context) {
    this.context = context;
    this.labels = LabelText.of(Labels.fixed(config.labels(), context));
    this.registry = context.shared(Registry.class, Registry::new);
    this.collector = new Collector(config.interval(), this::collect);
    BUFFER.forEach((name, doc) -> register(name, Kind.GAUGE, doc));
    Kind counts = config.gaugeAll() ? Kind.GAUGE : Kind.COUNTER;
    COUNTS.forEach((name, doc) -> register(name, counts, doc));
    register("rollback_count", Kind.GAUGE, "Current rollback counts.");
    register("retry_wait", Kind.GAUGE, "Current retry wait.");
  }

  private static Map<String, String> ordered(String... namesAndDocs) {
    Map<String, String> all = new LinkedHashMap<>();
    for (int i = 0; i < namesAndDocs.length; i += 2) {
      all.put(namesAndDocs[i], namesAndDocs[i + 1]);
    }
    return all;
  }

  private void register(String name, Kind kind, String doc) {
    families.put(name, registry.register(PREFIX + name, kind, doc));
  }

  @Override
  public void start() {
    registry.add(collector);
  }

  private void collect() {
    context.monitor().plugins().stream().filter(PluginStatus::isOutput).forEach(this::show);
  }

  private void show(PluginStatus output) {
    LabelText text = labels.with("plugin_id", output.id()).with("type", output.type());
    output.buffer().ifPresent(buffer -> show(buffer, text));
    output.retry().ifPresent(retry -> set("retry_wait", text, wait(retry)));
    count(output, "retry_count", PluginStatus.ERRORS, text);
    count(output, "num_errors", PluginStatus.ERRORS, text);
    if (!output.hasStores()) {
      for (String name : COUNTS.keySet()) {
        count(output, name, name, text);
      }
      count(output, "rollback_count", "rollback_count", text);
    }
  }

  private void show(BufferStatus buffer, LabelText text) {
    set("buffer_total_bytes", text, buffer.totalBytes());
    set("buffer_stage_length", text, buffer.stageLength());
    set("buffer_stage_byte_size", text, buffer.stageBytes());
    set("buffer_queue_length", text, buffer.queueLength());
    set("buffer_queue_byte_size", text, buffer.queueBytes());
    set("buffer_available_space_ratio", text, buffer.availableRatio());
    List<Long> timekeys = buffer.timekeys();
    if (!timekeys.isEmpty()) {
      set("buffer_newest_timekey", text, timekeys.get(timekeys.size() - 1));
      set("buffer_oldest_timekey", text, timekeys.get(0));
    }
  }

  private static double wait(RetryStatus retry) {
    return Duration.between(retry.start(), retry.next()).toNanos() / 1e9;
  }

  private void count(PluginStatus output, String name, String counter, LabelText text) {
    output.counter(counter).ifPresent(value -> set(name, text, value));
  }

  private void set(String name, LabelText text, long value) {
    family(name).set(text, value);
  }

  private void set(String name, LabelText text, double value) {
    family(name).set(text, value);
  }

  private Family family(String name) {
    return Objects.requireNonNull(families.get(name));
  }

  @Override
  public void shutdown() {
    registry.remove(collector);
  }

  /** Makes {@code @type prometheus_output_monitor} inputs. */
  public static final class Factory extends InputFactory<OutputMonitorConfig> {
    /** For the catalog. */
    public Factory() {
      super(
          "prometheus_output_monitor",
          "Measure the outputs for Prometheus.",
          OutputMonitorConfig.class,
          PrometheusOutputMonitorInput::new);
    }
  }
}
