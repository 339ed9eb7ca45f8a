package io.millrace.plugins.prometheus;

import java.util.List;
import java.util.Locale;

/** Types of metrics. */
enum Kind {
  /** Only grows. */
  COUNTER,
  /** Takes any value. */
  GAUGE,
  /** Sum and number of what was observed. */
  SUMMARY,
  /** As a summary, and how many were below some bounds. */
  HISTOGRAM;

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** A series without values yet; {@code bounds} are those of a histogram. */
  Series series(List<Double> bounds) {
    return switch (this) {
      case COUNTER, GAUGE -> new Single();
      case SUMMARY -> new Distribution(List.of());
      case HISTOGRAM -> new Distribution(bounds);
    };
  }
}
