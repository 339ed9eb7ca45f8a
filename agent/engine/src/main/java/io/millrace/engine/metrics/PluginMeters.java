package io.millrace.engine.metrics;

import io.millrace.api.PluginStatus.Reading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * What is measured of one plugin. Names are those of Fluentd's monitor agent. Safe for use by
 * several threads; a counter itself is an adder that takes no lock.
 */
public final class PluginMeters {
  private final String category;
  private final String id;
  private final String type;
  private final Map<String, Counter> counters = new LinkedHashMap<>(); // guarded by this
  private final Map<String, Counter> own = new LinkedHashMap<>(); // guarded by this
  private final Map<String, Gauge> gauges = new LinkedHashMap<>(); // guarded by this

  private record Counter(String doc, LongAdder value) {}

  private record Gauge(String doc, LongSupplier value) {}

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
  public synchronized LongAdder counter(String name, String doc) {
    return counters.computeIfAbsent(name, key -> new Counter(doc, new LongAdder())).value();
  }

  /** As {@link #counter(String, String)}, of what the plugin itself counts. */
  public synchronized LongAdder own(String name, String doc) {
    return own.computeIfAbsent(name, key -> new Counter(doc, new LongAdder())).value();
  }

  /** Adds a counter that somebody else keeps. */
  public synchronized void counter(String name, String doc, LongAdder counter) {
    counters.put(name, new Counter(doc, counter));
  }

  /** Adds, or replaces, a gauge. */
  public synchronized void gauge(String name, String doc, LongSupplier value) {
    gauges.put(name, new Gauge(doc, value));
  }

  /** The counters now, in the order they were added, the plugin's own behind the others. */
  public synchronized List<Reading> counters() {
    List<Reading> all = new ArrayList<>(counters.size() + own.size());
    read(counters, all);
    read(own, all);
    return all;
  }

  private static void read(Map<String, Counter> counters, List<Reading> all) {
    counters.forEach(
        (name, counter) -> all.add(new Reading(name, counter.doc(), counter.value().sum())));
  }

  /** The gauges now, in the order they were added. */
  public List<Reading> gauges() {
    Map<String, Gauge> known;
    synchronized (this) {
      known = new LinkedHashMap<>(gauges);
    }
    List<Reading> all = new ArrayList<>(known.size());
    known.forEach(
        (name, gauge) -> all.add(new Reading(name, gauge.doc(), gauge.value().getAsLong())));
    return all;
  }
}
