package io.millrace.engine.graph;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** What plugins of one graph share of their own accord. Safe for use by several threads. */
final class SharedParts {
  private final Map<Class<?>, Object> parts = new HashMap<>(); // guarded by this

  /** The one part of {@code type}; {@code maker} makes it for the first that asks. */
  synchronized <T> T get(Class<T> type, Supplier<? extends T> maker) {
    return type.cast(parts.computeIfAbsent(type, key -> maker.get()));
  }
}
