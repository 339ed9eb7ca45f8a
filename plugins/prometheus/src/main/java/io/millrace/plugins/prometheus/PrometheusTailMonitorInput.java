package io.millrace.plugins.prometheus;

import io.millrace.api.FollowedFile;
import io.millrace.api.Input;
import io.millrace.api.InputFactory;
import io.millrace.api.PluginContext;
import io.millrace.api.PluginStatus;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * {@code @type prometheus_tail_monitor}: metrics of the files that inputs follow. What is no longer
 * followed has no series.
 *
 * <p>Source: fluent-plugin-prometheus, where series of deleted files stay for ever.
 */
public final class PrometheusTailMonitorInput implements Input {
  /** Counters of an input that each of its files repeats. */
  private static final Map<String, String> TOTALS =
      Map.of(
          "closed", "closed_file_count",
          "opened", "opened_file_count",
          "rotated", "rotated_file_count",
          "throttled", "throttled_log_count");

  private final PluginContext context;
  private final LabelText labels;
  private final Registry registry;
  private final Collector collector;
  private final Map<String, Family> families = new HashMap<>();
  private Set<LabelText> shown = Set.of(); // guarded by the collector

  private PrometheusTailMonitorInput(MonitorConfig config, PluginContext context) {
    this.context = context;
    this.labels = LabelText.of(Labels.fixed(config.labels(), context));
    this.registry = context.shared(Registry.class, Registry::new);
    this.collector = new Collector(config.interval(), this::collect);
    register("position", "Current position of file.");
    register("inode", "Current inode of file.");
    register("closed", "Total number of closed files.");
    register("opened", "Total number of opened files.");
    register("rotated", "Total number of rotated files.");
    register("throttled", "Total number of times throttling occurs per file.");
  }

  private void register(String name, String doc) {
    families.put(name, registry.register("fluentd_tail_file_" + name, Kind.GAUGE, doc));
  }

  @Override
  public void start() {
    registry.add(collector);
  }

  private void collect() {
    Set<LabelText> now = new HashSet<>();
    for (PluginStatus plugin : context.monitor().plugins()) {
      for (FollowedFile file : plugin.files()) {
        LabelText text =
            labels
                .with("plugin_id", plugin.id())
                .with("type", plugin.type())
                .with("path", file.path());
        now.add(text);
        show(plugin, file, text);
      }
    }
    for (LabelText before : shown) {
      if (!now.contains(before)) {
        families.values().forEach(family -> family.remove(before));
      }
    }
    shown = now;
  }

  private void show(PluginStatus plugin, FollowedFile file, LabelText text) {
    set("position", text, file.position());
    set("inode", text, file.inode());
    TOTALS.forEach(
        (name, counter) -> plugin.counter(counter).ifPresent(value -> set(name, text, value)));
  }

  private void set(String name, LabelText text, long value) {
    Objects.requireNonNull(families.get(name)).set(text, value);
  }

  @Override
  public void shutdown() {
    registry.remove(collector);
  }

  /** Makes {@code @type prometheus_tail_monitor} inputs. */
  public static final class Factory extends InputFactory<MonitorConfig> {
    /** For the catalog. */
    public Factory() {
      super(
          "prometheus_tail_monitor",
          "Measure the files that tail inputs follow for Prometheus.",
          MonitorConfig.class,
          PrometheusTailMonitorInput::new);
    }
  }
}
