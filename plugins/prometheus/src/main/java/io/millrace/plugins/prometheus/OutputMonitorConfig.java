package io.millrace.plugins.prometheus;

import io.millrace.api.Param;
import io.millrace.api.Section;
import java.time.Duration;
import java.util.List;

/** Everything a {@code <source>} with {@code @type prometheus_output_monitor} may contain. */
record OutputMonitorConfig(
    @Param(doc = "Least time between two looks at the outputs.", def = "5") Duration interval,
    @Param(doc = "Whether what only grows is a gauge too, and not a counter.", def = "true")
        boolean gaugeAll,
    @Section(doc = "Labels of all these metrics.") List<Labels> labels) {
  /** Checks the sections. */
  OutputMonitorConfig {
    Labels.only(labels);
  }
}
