package io.millrace.plugins.prometheus;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The series that an {@code initialized} metric has before the first event. */
final class InitialSeries {
  private InitialSeries() {}

  /**
   * Their labels; none if the metric is not initialized.
   *
   * @throws IllegalArgumentException if {@code <initlabels>} and the labels do not fit
   */
  static List<LabelText> of(MetricConfig config, List<LabelSource> labels) {
    if (!config.initialized()) {
      return List.of();
    }
    Set<String> dynamic =
        labels.stream()
            .filter(LabelSource::isDynamic)
            .map(LabelSource::name)
            .collect(Collectors.toSet());
    if (!dynamic.isEmpty() && config.initlabels().isEmpty()) {
      throw new IllegalArgumentException(
          "metric '"
              + config.name()
              + "' is initialized and has labels that events fill in "
              + sorted(dynamic)
              + ": their values must be given in <initlabels>");
    }
    List<Map<String, String>> all = config.initlabels().stream().map(Labels::values).toList();
    all.forEach(values -> check(config, labels, dynamic, values));
    List<LabelText> texts = new ArrayList<>();
    for (Map<String, String> values : all.isEmpty() ? List.of(Map.<String, String>of()) : all) {
      LabelText text = new LabelText("");
      for (LabelSource label : labels) {
        text = text.with(label.name(), values.getOrDefault(label.name(), label.fixed()));
      }
      texts.add(text);
    }
    return texts;
  }

  private static void check(
      MetricConfig config,
      List<LabelSource> labels,
      Set<String> dynamic,
      Map<String, String> values) {
    Set<String> names = labels.stream().map(LabelSource::name).collect(Collectors.toSet());
    for (String name : values.keySet()) {
      if (!names.contains(name)) {
        throw new IllegalArgumentException(
            "metric '"
                + config.name()
                + "': <initlabels> has '"
                + name
                + "', which is not in <labels>");
      }
      if (!dynamic.contains(name)) {
        throw new IllegalArgumentException(
            "metric '"
                + config.name()
                + "': the value of the label '"
                + name
                + "' is fixed, it must not be in <initlabels>");
      }
    }
    for (String name : sorted(dynamic)) {
      if (!values.containsKey(name)) {
        throw new IllegalArgumentException(
            "metric '"
                + config.name()
                + "': <initlabels> has no value of the label '"
                + name
                + "'");
      }
    }
  }

  private static List<String> sorted(Set<String> names) {
    return names.stream().sorted().toList();
  }
}
