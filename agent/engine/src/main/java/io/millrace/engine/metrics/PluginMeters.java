package io.millrace.engine.metrics;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * What is measured of one plugin. Names are those of Fluentd's monitor agent. Safe for use by
 * several threads.
 */
public final class PluginMeters {
  private final String category;
  private final String id;
  private final String type;
  private final Map<String, LongAdder> counters =
      Collections.synchronizedMap(new LinkedHashMap<>());
  private final Map<String, LongSupplier> gauges =
      Collections.synchronizedMap(new LinkedHashMap<>());

  PluginMeters(String category, String id, String type) {
    this.category = category;
    this.id = id;
    this.type = type;
  }

  /** Input, filter or output. */
  public String category() {
    return category;
  }

  /** The plugin's id. */
  public String id() {
    return id;
  }

  /** The plugin's {@code @type}. */
  public String type() {
    return type;
  }

  /** The counter called {@code name}; the same one for the same name. */
  public LongAdder counter(String name) {
    return counters.computeIfAbsent(name, key -> new LongAdder());
  }

  /** Adds a counter that somebody else keeps. */
  public void counter(String name, LongAdder counter) {
    counters.put(name, counter);
  }

  /** Adds, or replaces, a gauge. */
  public void gauge(String name, LongSupplier value) {
    gauges.put(name, value);
  }

  /** All values now, counters first. */
  public Map<String, Long> values() {
    Map<String, Long> values = new LinkedHashMap<>();
    synchronized (counters) {
      counters.forEach((name, counter) -> values.put(name, counter.sum()));
    }
    synchronized (gauges) {
      gauges.forEach((name, gauge) -> values.put(name, gauge.getAsLong()));
    }
    return values;
  }
}
