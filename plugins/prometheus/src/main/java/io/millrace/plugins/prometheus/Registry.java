package io.millrace.plugins.prometheus;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/**
 * All metrics of one worker, in the order they were registered. Safe for use by several threads.
 *
 * <p>Values that somebody else keeps are brought in by collectors, when the metrics are asked for.
 */
final class Registry {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");

  private final Map<String, Family> families = new LinkedHashMap<>(); // guarded by this
  private final List<Runnable> collectors = new CopyOnWriteArrayList<>();

  /**
   * The metric called {@code name}; a second registration gets the first one's.
   *
   * @throws IllegalArgumentException if the name is not legal, or the first one differs in kind or
   *     doc
   */
  synchronized Family register(String name, Kind kind, String doc, Buckets buckets) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "name '" + name + "' is no name of a metric: letters, digits, _ and : are expected");
    }
    Family known = families.get(name);
    if (known == null) {
      known = new Family(name, kind, doc, buckets);
      families.put(name, known);
    } else if (known.kind() != kind) {
      throw new IllegalArgumentException(
          name + " has already been registered as " + known.kind().text() + " type");
    } else if (!known.doc().equals(doc)) {
      throw new IllegalArgumentException(
          name + " has already been registered with different docstring");
    }
    return known;
  }

  Family register(String name, Kind kind, String doc) {
    return register(name, kind, doc, Buckets.NONE);
  }

  /** As {@link #register}, whatever the first one's kind and doc are. */
  synchronized Family registerAny(String name, Kind kind, String doc) {
    return families.computeIfAbsent(name, key -> new Family(key, kind, doc, Buckets.NONE));
  }

  /** From now on {@code collector} runs before the metrics are written. */
  void add(Runnable collector) {
    collectors.add(collector);
  }

  void remove(Runnable collector) {
    collectors.remove(collector);
  }

  /** All metrics in text format 0.0.4. May wait for the locks of buffers. */
  String text() {
    collectors.forEach(Runnable::run);
    List<Family> all;
    synchronized (this) {
      all = new ArrayList<>(families.values());
    }
    StringBuilder out = new StringBuilder(1 << 14);
    all.forEach(family -> family.write(out));
    return out.toString();
  }
}
