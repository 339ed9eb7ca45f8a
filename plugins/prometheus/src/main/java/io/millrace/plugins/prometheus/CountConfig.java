package io.millrace.plugins.prometheus;

import io.millrace.api.Section;
import java.util.List;

/** Everything a {@code <filter>} or {@code <match>} with {@code @type prometheus} may contain. */
record CountConfig(
    @Section(doc = "What is counted.") List<MetricConfig> metric,
    @Section(doc = "Labels of all these metrics.") List<Labels> labels) {
  /** Checks the sections. */
  CountConfig {
    Labels.only(labels);
  }
}
