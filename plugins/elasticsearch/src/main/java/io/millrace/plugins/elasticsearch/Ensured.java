package io.millrace.plugins.elasticsearch;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What was seen to on a server, so that it is done once. What fails is done again. Safe for use by
 * several threads; two of them may do the same thing at once.
 */
final class Ensured {
  /** Names come from tags and records; beyond this many they are seen to again. */
  private static final int MAX_KNOWN = 10_000;

  private final Set<Object> known = ConcurrentHashMap.newKeySet();

  /** Requests to a server. */
  @FunctionalInterface
  interface Task {
    void run() throws IOException;
  }

  /** Runs {@code task} unless it succeeded before under this key. */
  void once(Object key, Task task) throws IOException {
    if (known.contains(key)) {
      return;
    }
    task.run();
    if (known.size() >= MAX_KNOWN) {
      known.clear();
    }
    known.add(key);
  }
}
