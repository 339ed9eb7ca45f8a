package io.millrace.engine.check;

import io.millrace.api.BufferDefaults;
import io.millrace.api.OutputFactory;
import io.millrace.config.Binder;
import io.millrace.config.BoundChild;
import io.millrace.config.ConfigElement;
import io.millrace.config.Parameter;
import io.millrace.config.SourceLocation;
import io.millrace.engine.flush.FlushMode;
import io.millrace.engine.output.BufferConfig;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How an output's events are buffered: what the user wrote, what the plugin sets where he did not,
 * and the engine's defaults.
 *
 * @param section {@code <buffer>}, with the plugin's own defaults in it
 * @param type the store, such as {@code file}
 * @param config everything but the store's own settings
 * @param byTime whether time is a chunk key
 */
record CheckedBuffer(ConfigElement section, String type, BufferConfig config, boolean byTime) {

  private static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(1);
  private static final Duration ENDLESS = Duration.ofDays(365);

  /** The buffer of an output; empty if it has none, or if its settings have a problem. */
  static Optional<CheckedBuffer> of(BoundChild<?> output, Binder binder) {
    BufferDefaults defaults = defaults(output);
    List<ConfigElement> written = output.element().children("buffer");
    if (written.isEmpty() && defaults.equals(BufferDefaults.NONE)) {
      return Optional.empty();
    }
    ConfigElement section =
        written.isEmpty()
            ? ConfigElement.builder("buffer", "", output.element().location()).build()
            : written.get(0);
    Map<String, String> missing = new LinkedHashMap<>(defaults.parameters());
    section.parameters().forEach(parameter -> missing.remove(parameter.name()));
    ConfigElement whole = section.withDefaults(missing);
    return binder
        .bind(BufferConfig.class, whole)
        .map(
            config ->
                new CheckedBuffer(
                    whole,
                    whole.type().orElse("memory"),
                    config,
                    config.chunkKeys().orElse(defaults.chunkKeys()).contains("time")));
  }

  @SuppressWarnings("unchecked") // the binder made the record of this factory
  private static BufferDefaults defaults(BoundChild<?> bound) {
    return bound.factory() instanceof OutputFactory<?> factory
        ? ((OutputFactory<Record>) factory).bufferDefaults(bound.config())
        : BufferDefaults.NONE;
  }

  /** The longest time a chunk collects events before it is queued. */
  Duration period() {
    return switch (mode()) {
      case IMMEDIATE -> Duration.ZERO;
      case INTERVAL -> config.flushInterval().orElse(DEFAULT_INTERVAL);
      case LAZY, DEFAULT -> config.timekey().orElse(ENDLESS);
    };
  }

  /** The parameter that sets {@link #period}. */
  String periodParameter() {
    return switch (mode()) {
      case IMMEDIATE -> "flush_mode";
      case INTERVAL -> "flush_interval";
      case LAZY, DEFAULT -> "timekey";
    };
  }

  private FlushMode mode() {
    if (config.flushMode() != FlushMode.DEFAULT) {
      return config.flushMode();
    }
    return byTime ? FlushMode.LAZY : FlushMode.INTERVAL;
  }

  boolean inMemory() {
    return type.equals("memory");
  }

  /** Where a parameter stands, or where the section begins. */
  SourceLocation location(String name) {
    return section.peek(name).map(Parameter::location).orElse(section.location());
  }
}
