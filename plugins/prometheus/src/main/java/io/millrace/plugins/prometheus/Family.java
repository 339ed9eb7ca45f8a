package io.millrace.plugins.prometheus;

import io.millrace.event.RubyFloat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A metric: a name, and one series for each set of labels. Safe for use by several threads. */
final class Family {
  private final String name;
  private final Kind kind;
  private final String doc;
  private final Buckets buckets;
  private final Map<String, Series> series = new LinkedHashMap<>(); // by labels; guarded by this

  Family(String name, Kind kind, String doc, Buckets buckets) {
    this.name = name;
    this.kind = kind;
    this.doc = doc;
    this.buckets = buckets;
  }

  Kind kind() {
    return kind;
  }

  String doc() {
    return doc;
  }

  /** The series of {@code labels}, made if there is none. */
  Series series(LabelText labels) {
    return series(labels, Integer.MAX_VALUE).orElseThrow();
  }

  /** As {@link #series(LabelText)}; empty if there is none and there are {@code most} already. */
  synchronized Optional<Series> series(LabelText labels, int most) {
    Series known = series.get(labels.text());
    if (known == null && series.size() < most) {
      known = kind.series(buckets.bounds());
      known.bornAt(System.nanoTime());
      series.put(labels.text(), known);
    }
    return Optional.ofNullable(known);
  }

  /** Sets the value of a counter or gauge that somebody else keeps. */
  void set(LabelText labels, double value) {
    ((Single) series(labels)).set(value);
  }

  /** As {@link #set(LabelText, double)}; beyond 2^53 the nearest number that Prometheus has. */
  void set(LabelText labels, long value) {
    set(labels, (double) value);
  }

  /** Removes the series of {@code labels}. */
  synchronized void remove(LabelText labels) {
    Series removed = series.remove(labels.text());
    if (removed != null) {
      removed.end();
    }
  }

  /** Removes {@code candidate} if nobody used it for {@code nanos}. */
  synchronized void expire(Series candidate, long now, long nanos) {
    if (candidate.expire(now, nanos)) {
      series.values().remove(candidate);
    }
  }

  /** Appends the metric in text format 0.0.4; order and numbers as Ruby's client writes them. */
  void write(StringBuilder out) {
    out.append("# TYPE ").append(name).append(' ').append(kind.text()).append('\n');
    out.append("# HELP ").append(name).append(' ').append(escaped(doc)).append('\n');
    for (Map.Entry<String, Series> entry : all()) {
      if (entry.getValue() instanceof Distribution distribution) {
        write(entry.getKey(), distribution, out);
      } else if (entry.getValue() instanceof Single single) {
        line("", entry.getKey(), single.value(), out);
      }
    }
  }

  private synchronized List<Map.Entry<String, Series>> all() {
    return new ArrayList<>(new LinkedHashMap<>(series).entrySet());
  }

  private void write(String labels, Distribution values, StringBuilder out) {
    if (kind == Kind.HISTOGRAM) {
      for (int i = 0; i < buckets.texts().size(); i++) {
        line("_bucket", le(labels, buckets.texts().get(i)), (double) values.upTo(i), out);
      }
      line("_bucket", le(labels, "+Inf"), (double) values.total(), out);
    }
    line("_sum", labels, values.sum(), out);
    line("_count", labels, (double) values.total(), out);
  }

  private static String le(String labels, String bound) {
    return labels + (labels.isEmpty() ? "" : ",") + "le=\"" + bound + "\"";
  }

  private void line(String suffix, String labels, double value, StringBuilder out) {
    out.append(name).append(suffix);
    if (!labels.isEmpty()) {
      out.append('{').append(labels).append('}');
    }
    out.append(' ').append(number(value)).append('\n');
  }

  private static String number(double value) {
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    return Double.isNaN(value) ? "NaN" : RubyFloat.toString(value);
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\n", "\\n");
  }
}
