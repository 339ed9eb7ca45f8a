package io.millrace.plugins.prometheus;

import io.millrace.api.Param;
import io.millrace.api.Section;
import java.time.Duration;
import java.util.List;

/** Everything a {@code <source>} that monitors plugins may contain. */
record MonitorConfig(
    @Param(doc = "Least time between two looks at the plugins.", def = "5") Duration interval,
    @Section(doc = "Labels of all these metrics.") List<Labels> labels) {
  /** Checks the sections. */
  MonitorConfig {
    Labels.only(labels);
  }
}
