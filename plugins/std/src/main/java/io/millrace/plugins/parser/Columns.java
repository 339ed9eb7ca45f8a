package io.millrace.plugins.parser;

import java.util.List;

/** The names of columns, packed; of a repeated name only the last column counts. */
final class Columns {
  private final byte[][] keys;
  private final boolean[] counts;

  Columns(List<String> names) {
    keys = names.stream().map(RecordDraft::key).toArray(byte[][]::new);
    counts = new boolean[keys.length];
    for (int i = 0; i < keys.length; i++) {
      counts[i] = names.lastIndexOf(names.get(i)) == i;
    }
  }

  /**
   * Checks the parameter {@code keys}.
   *
   * @throws IllegalArgumentException if there are none
   */
  static void check(List<String> names) {
    if (names.isEmpty()) {
      throw new IllegalArgumentException("keys is empty: name the fields of a line, as in a,b,c");
    }
  }

  int size() {
    return keys.length;
  }

  /** Whether column {@code i} becomes a field. */
  boolean counts(int i) {
    return counts[i];
  }

  /** The packed name of column {@code i}. */
  byte[] key(int i) {
    return keys[i];
  }
}
