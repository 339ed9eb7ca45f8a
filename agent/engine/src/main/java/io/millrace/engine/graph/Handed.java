package io.millrace.engine.graph;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What plugins of one graph leave for the same plugins of the next one. Safe for use by several
 * threads.
 */
final class Handed {
  private record Name(String plugin, Class<?> type) {}

  private final Map<Name, Object> things = new HashMap<>(); // guarded by this

  synchronized void leave(String plugin, Object what) {
    things.put(new Name(plugin, what.getClass()), what);
  }

  /** Takes it out. */
  synchronized <T> Optional<T> take(String plugin, Class<T> type) {
    return Optional.ofNullable(things.remove(new Name(plugin, type))).map(type::cast);
  }

  /** Adds all that {@code former} has. */
  void addAll(Handed former) {
    Map<Name, Object> theirs;
    synchronized (former) {
      theirs = Map.copyOf(former.things);
    }
    synchronized (this) {
      things.putAll(theirs);
    }
  }
}
