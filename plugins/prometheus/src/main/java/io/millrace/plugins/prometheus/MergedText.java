package io.millrace.plugins.prometheus;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Joins texts of several workers: a metric stands once, with the first one's {@code TYPE} and
 * {@code HELP} and the samples of all.
 */
final class MergedText {
  private record Metric(StringBuilder head, StringBuilder samples) {}

  private final Map<String, Metric> metrics = new LinkedHashMap<>();

  private MergedText() {}

  static String of(List<String> texts) {
    if (texts.size() == 1) {
      return texts.get(0);
    }
    MergedText merged = new MergedText();
    texts.forEach(merged::add);
    StringBuilder out = new StringBuilder();
    merged.metrics.values().forEach(metric -> out.append(metric.head()).append(metric.samples()));
    return out.toString();
  }

  private void add(String text) {
    String name = "";
    boolean first = true;
    for (String line : (Iterable<String>) text.lines()::iterator) {
      boolean comment = line.startsWith("# ");
      if (comment) {
        String described = line.split(" ", 4)[2];
        first = described.equals(name) ? first : !metrics.containsKey(described);
        name = described;
      }
      Metric metric =
          metrics.computeIfAbsent(
              name, key -> new Metric(new StringBuilder(), new StringBuilder()));
      if (!comment) {
        metric.samples().append(line).append('\n');
      } else if (first) {
        metric.head().append(line).append('\n');
      }
    }
  }
}
