package io.millrace.plugins.prometheus;

import io.millrace.api.Param;
import io.millrace.api.Section;
import io.millrace.event.RecordPath;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A {@code <metric>} section. */
record MetricConfig(
    @Param(doc = "Name of the metric.") String name,
    @Param(doc = "counter, gauge, summary or histogram.") Kind type,
    @Param(doc = "What it tells, for its HELP line.") String desc,
    @Param(
            doc =
                "Field with the number, in record accessor syntax; a counter without it counts"
                    + " events.")
        Optional<RecordPath> key,
    @Param(doc = "Upper bounds of a histogram, between commas.") Optional<String> buckets,
    @Param(doc = "Whether its series are there, at zero, before the first event.", def = "false")
        boolean initialized,
    @Param(
            doc =
                "Time without events after which a series is removed; 0 keeps it. Without it, 10"
                    + " minutes for labels that events fill in, never for others.")
        Optional<Duration> retention,
    @Param(doc = "Time between two looks for such series.", def = "60")
        Duration retentionCheckInterval,
    @Param(doc = "Most series it may have; further sets of labels are not counted.", def = "10000")
        int maxSeries,
    @Section(doc = "Labels, in addition to those of the plugin.") List<Labels> labels,
    @Section(doc = "Values of the labels that events fill in, for initialized series.")
        List<Labels> initlabels) {
  /** Checks what goes together. */
  MetricConfig {
    if (key.isEmpty() && type != Kind.COUNTER) {
      throw new IllegalArgumentException(
          type.text() + " metric '" + name + "' requires 'key' parameter");
    }
    if (retentionCheckInterval.isZero() || retentionCheckInterval.isNegative()) {
      throw new IllegalArgumentException(
          "retention_check_interval of metric '" + name + "' must be more than 0 seconds");
    }
    if (maxSeries < 1) {
      throw new IllegalArgumentException(
          "max_series " + maxSeries + " of metric '" + name + "' must be 1 at least");
    }
    Labels.only(labels);
  }

  Map<String, String> ownLabels() {
    return Labels.only(labels);
  }

  Buckets bounds() {
    return type == Kind.HISTOGRAM
        ? buckets.map(Buckets::parse).orElse(Buckets.DEFAULT)
        : Buckets.NONE;
  }
}
