package io.millrace.expr;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Remembers what was made of a key: patterns and formats that an expression names as text and that
 * are the same for every event. Once full it makes anew what it does not know. Safe for use by
 * several threads.
 *
 * @param <K> what it is made of
 * @param <V> what is costly to make
 */
final class BoundedCache<K, V> {

  private static final int MAX_ENTRIES = 256;

  private final Map<K, V> entries = new ConcurrentHashMap<>();
  private final Function<K, V> maker;

  BoundedCache(Function<K, V> maker) {
    this.maker = maker;
  }

  V get(K key) {
    V known = entries.get(key);
    if (known != null) {
      return known;
    }
    V made = maker.apply(key);
    if (entries.size() < MAX_ENTRIES) {
      entries.put(key, made);
    }
    return made;
  }
}
