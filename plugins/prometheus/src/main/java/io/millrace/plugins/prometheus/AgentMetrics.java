package io.millrace.plugins.prometheus;

import io.millrace.api.BufferStatus;
import io.millrace.api.PluginContext;
import io.millrace.api.PluginStatus;
import io.millrace.api.PluginStatus.Reading;
import io.millrace.api.RetryStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Everything that the agent measures of its plugins, as {@code millrace_<category>_<name>}. Fluentd
 * has no such series; those with its names come from the monitor inputs.
 */
final class AgentMetrics {
  private final PluginContext context;
  private final Registry registry = new Registry();

  private AgentMetrics(PluginContext context) {
    this.context = context;
  }

  /** The metrics now. May wait for the locks of buffers. */
  static String text(PluginContext context) {
    AgentMetrics metrics = new AgentMetrics(context);
    context.monitor().plugins().forEach(metrics::add);
    return metrics.registry.text();
  }

  private void add(PluginStatus plugin) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("plugin_id", plugin.id());
    labels.put("type", plugin.type());
    LabelText text = LabelText.of(Labels.withWorker(labels, context));
    String prefix = "millrace_" + plugin.category() + "_";
    for (Reading counter : plugin.counters()) {
      family(Kind.COUNTER, prefix + counter.name() + "_total", counter.doc())
          .set(text, counter.value());
    }
    for (Reading gauge : plugin.gauges()) {
      gauge(prefix + gauge.name(), gauge.doc(), text, gauge.value());
    }
    plugin.buffer().ifPresent(buffer -> add(buffer, prefix + "buffer_", text));
    plugin.buffer().ifPresent(buffer -> add(plugin.retry().stream().toList(), prefix, text));
  }

  private void add(BufferStatus buffer, String prefix, LabelText labels) {
    gauge(prefix + "stage_length", "Staged chunks.", labels, buffer.stageLength());
    gauge(prefix + "stage_bytes", "Bytes of staged chunks.", labels, buffer.stageBytes());
    gauge(prefix + "queue_length", "Queued chunks.", labels, buffer.queueLength());
    gauge(prefix + "queue_bytes", "Bytes of queued chunks.", labels, buffer.queueBytes());
    gauge(prefix + "available_percent", "Room left.", labels, buffer.availableRatio());
    Instant now = context.clock().instant();
    double age =
        buffer.oldest().map(oldest -> Duration.between(oldest, now).toMillis() / 1e3).orElse(0.0);
    gauge(prefix + "oldest_chunk_age_seconds", "Age of the oldest chunk.", labels, age);
  }

  private void add(Iterable<RetryStatus> retries, String prefix, LabelText labels) {
    int retrying = 0;
    int steps = 0;
    for (RetryStatus retry : retries) {
      retrying = 1;
      steps = retry.steps();
    }
    gauge(prefix + "retrying", "Whether deliveries fail now.", labels, retrying);
    gauge(prefix + "retry_steps", "Failed tries after the first one.", labels, steps);
  }

  private void gauge(String name, String doc, LabelText labels, double value) {
    family(Kind.GAUGE, name, doc).set(labels, value);
  }

  private void gauge(String name, String doc, LabelText labels, long value) {
    family(Kind.GAUGE, name, doc).set(labels, value);
  }

  /** Plugins may describe the same name in other words: the first one's are used. */
  private Family family(Kind kind, String name, String doc) {
    return registry.registerAny(name, kind, doc);
  }
}
