package io.millrace.plugins.monitor;

import io.millrace.api.BufferStatus;
import io.millrace.api.PluginStatus;
import io.millrace.api.PluginStatus.Reading;
import io.millrace.api.RetryStatus;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A plugin as an object of JSON: Fluentd's fields in Fluentd's order; what it does not have comes
 * behind. A name that was there before keeps its place and gets the new value, as in Ruby.
 *
 * <p>Source: Fluentd's monitor agent and the statistics of its plugin classes.
 */
final class PluginObject {
  /** As Ruby writes a time. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss Z");

  private final PluginStatus plugin;
  private final Detail detail;
  private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

  private PluginObject(PluginStatus plugin, Detail detail) {
    this.plugin = plugin;
    this.detail = detail;
  }

  static Map<String, @Nullable Object> of(PluginStatus plugin, Detail detail) {
    PluginObject object = new PluginObject(plugin, detail);
    object.identity();
    object.information();
    if (!plugin.hasStores()) {
      object.statistics();
    }
    object.details();
    return object.fields;
  }

  private void identity() {
    fields.put("plugin_id", plugin.id());
    fields.put("plugin_category", plugin.category());
    fields.put("type", plugin.type());
    if (detail.config()) {
      fields.put("config", plugin.parameters());
    }
  }

  private void information() {
    fields.put("output_plugin", isPlainOutput());
    plugin
        .buffer()
        .ifPresent(
            buffer -> {
              fields.put("buffer_queue_length", buffer.queueLength());
              fields.put("buffer_timekeys", buffer.timekeys());
              fields.put("buffer_total_queued_size", buffer.totalBytes());
            });
    fields.put(
        PluginStatus.ERRORS,
        plugin.isOutput() ? plugin.counter(PluginStatus.ERRORS).orElse(0) : null);
  }

  private boolean isPlainOutput() {
    return plugin.isOutput() && !plugin.hasStores();
  }

  private void statistics() {
    plugin.counters().forEach(this::put);
    plugin.buffer().ifPresent(this::buffer);
    plugin.gauges().forEach(this::put);
  }

  private void put(Reading reading) {
    fields.put(reading.name(), reading.value());
  }

  private void buffer(BufferStatus buffer) {
    fields.put("buffer_stage_length", buffer.stageLength());
    fields.put("buffer_stage_byte_size", buffer.stageBytes());
    fields.put("buffer_queue_length", buffer.queueLength());
    fields.put("buffer_queue_byte_size", buffer.queueBytes());
    fields.put("buffer_available_buffer_space_ratios", buffer.availableRatio());
    fields.put("buffer_total_queued_size", buffer.totalBytes());
    List<Long> timekeys = buffer.timekeys();
    if (!timekeys.isEmpty()) {
      fields.put("buffer_oldest_timekey", timekeys.get(0));
      fields.put("buffer_newest_timekey", timekeys.get(timekeys.size() - 1));
    }
  }

  private void details() {
    if (detail.retry() && isPlainOutput()) {
      fields.put("retry", plugin.retry().map(PluginObject::retry).orElse(Map.of()));
    }
    detail.inside().ifPresent(names -> fields.put("instance_variables", inside(names)));
  }

  private static Map<String, Object> retry(RetryStatus retry) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("start", time(retry.start()));
    fields.put("steps", retry.steps());
    fields.put("next_time", time(retry.next()));
    return fields;
  }

  private static String time(Instant instant) {
    return TIME.format(instant.atZone(ZoneId.systemDefault()));
  }

  private Map<String, Object> inside(List<String> names) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Reading gauge : plugin.gauges()) {
      if (names.isEmpty() || names.contains(gauge.name())) {
        values.put(gauge.name(), gauge.value());
      }
    }
    return values;
  }
}
