package io.millrace.plugins.prometheus;

import io.millrace.api.PerThread;
import io.millrace.api.PluginContext;
import io.millrace.api.Tag;
import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventView;
import io.millrace.event.Pack;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * One {@code <metric>} at work. Finds the series of an event by the bytes of its label values, so
 * that the text of the labels is made once for each series and not for each event. Safe for use by
 * several threads.
 */
final class Instrument {
  private static final Duration DEFAULT_RETENTION = Duration.ofMinutes(10);
  private static final int LENGTH_BYTES = Integer.BYTES;

  private final MetricConfig config;
  private final PluginContext context;
  private final Family family;
  private final List<LabelSource> labels;
  private final List<LabelSource> dynamic;
  private final Optional<Duration> retention;
  private final LongAdder capped;
  private final Map<ByteSlice, Series> known = new ConcurrentHashMap<>();
  private final PerThread<ByteArraySink> scratch = new PerThread<>(() -> new ByteArraySink(128));
  private volatile boolean warned;

  /**
   * Registers the metric.
   *
   * @param texts its labels, those of the plugin included, in order
   * @throws IllegalArgumentException if a setting does not fit the others, or the metric of that
   *     name that there is
   */
  Instrument(MetricConfig config, Map<String, String> texts, PluginContext context) {
    this.config = config;
    this.context = context;
    this.labels =
        texts.entrySet().stream()
            .map(
                label ->
                    new LabelSource(label.getKey(), label.getValue(), context, context.log()::warn))
            .toList();
    this.dynamic = labels.stream().filter(LabelSource::isDynamic).toList();
    this.retention =
        config
            .retention()
            .or(() -> dynamic.isEmpty() ? Optional.empty() : Optional.of(DEFAULT_RETENTION))
            .filter(time -> !time.isZero());
    this.capped =
        context.counter("capped_series", "Events not counted because of max_series of a metric.");
    this.family =
        context
            .shared(Registry.class, Registry::new)
            .register(config.name(), config.type(), config.desc(), config.bounds());
    InitialSeries.of(config, labels).forEach(text -> family.series(text).keep());
  }

  MetricConfig config() {
    return config;
  }

  /**
   * Counts one event.
   *
   * @throws IllegalArgumentException if its value is no number, or a counter would shrink
   */
  void count(Tag tag, EventView event) {
    double value = 1;
    if (config.key().isPresent()) {
      int at = event.find(config.key().get());
      if (at < 0 || Pack.kind(event.array(), at) == Pack.Kind.NIL) {
        return;
      }
      value = number(event.array(), at);
    }
    Series series = series(tag, event);
    while (series != null) {
      series.mark();
      series.update(config.type(), value);
      series = series.isGone() ? series(tag, event) : null;
    }
  }

  private double number(byte[] array, int at) {
    Pack.Kind kind = Pack.kind(array, at);
    if (kind != Pack.Kind.INTEGER && kind != Pack.Kind.FLOAT) {
      throw new IllegalArgumentException(
          "metric "
              + config.name()
              + ": the value at '"
              + config.key().orElseThrow()
              + "' is of type "
              + kind
              + ", a number is expected");
    }
    double value = kind == Pack.Kind.FLOAT ? Pack.floating(array, at) : integer(array, at);
    if (config.type() == Kind.COUNTER && value < 0) {
      throw new IllegalArgumentException(
          "metric " + config.name() + ": increment must be a non-negative number, not " + value);
    }
    return value;
  }

  private static double integer(byte[] array, int at) {
    long value = Pack.integer(array, at);
    return Pack.isBig(array, at) ? (double) (value >>> 1) * 2 : (double) value;
  }

  /** The series of an event, or null if it has none because there are too many. */
  private @Nullable Series series(Tag tag, EventView event) {
    ByteArraySink key = scratch.get();
    key.clear();
    for (LabelSource label : dynamic) {
      int start = key.size();
      label.write(tag, event, key);
      length(key.size() - start, key);
    }
    Series found = known.get(ByteSlice.of(key.array(), 0, key.size()));
    return found == null || found.isGone() ? make(key.toBytes()) : found;
  }

  private static void length(int length, ByteArraySink out) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      out.write(length >>> shift);
    }
  }

  private @Nullable Series make(byte[] key) {
    String[] values = new String[dynamic.size()];
    int end = key.length;
    for (int i = values.length - 1; i >= 0; i--) {
      end -= LENGTH_BYTES;
      int length = java.nio.ByteBuffer.wrap(key).getInt(end);
      end -= length;
      values[i] = new String(key, end, length, StandardCharsets.UTF_8);
    }
    LabelText text = new LabelText("");
    int next = 0;
    for (LabelSource label : labels) {
      text = text.with(label.name(), label.isDynamic() ? values[next++] : label.fixed());
    }
    Optional<Series> series = family.series(text, config.maxSeries());
    series.ifPresentOrElse(made -> remember(key, made), this::full);
    return series.orElse(null);
  }

  /** Not without bound: values that are no UTF-8 may differ and yet make the same labels. */
  private void remember(byte[] key, Series made) {
    if (known.size() < config.maxSeries()) {
      known.put(ByteSlice.of(key), made);
    }
  }

  private void full() {
    capped.increment();
    if (!warned) {
      warned = true;
      context
          .log()
          .warn(
              "metric {} has max_series {} series, further sets of labels are not counted: use"
                  + " labels with fewer values, or raise max_series",
              config.name(),
              config.maxSeries());
    }
  }

  /** Removes the series that were not used for the retention. */
  void expire() {
    retention.ifPresent(
        time ->
            known
                .values()
                .forEach(series -> family.expire(series, System.nanoTime(), time.toNanos())));
    known.values().removeIf(Series::isGone);
  }
}
