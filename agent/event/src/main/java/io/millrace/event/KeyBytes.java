package io.millrace.event;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** When two packed map keys are one key to Ruby: equal text, or equal values of one kind. */
final class KeyBytes {
  private static final int MAX_LOOK_BACK = 16;

  private KeyBytes() {}

  /** A cheap hash of the key at {@code at}; equal keys have equal hashes. */
  static int hash(byte[] a, int at) {
    if (!Pack.isRaw(a, at)) {
      return 0;
    }
    return hash(a, Pack.rawStart(a, at), Pack.rawLength(a, at));
  }

  /** A cheap hash of the text of {@code length} bytes at {@code start}. */
  static int hash(byte[] a, int start, int length) {
    if (length == 0) {
      return 0;
    }
    int last = start + length - 1;
    int mixed =
        a[start] + 31 * a[last] + 961 * a[start + length / 2] + 8191 * a[start + length / 4];
    int hash = (mixed + length) * 0x9e3779b9;
    return hash >>> 24;
  }

  /** Whether the key at {@code at} is one of the {@code count} keys from {@code body} on. */
  static boolean occursBefore(byte[] a, int body, int count, int at) {
    int pos = body;
    for (int i = 0; i < count; i++) {
      if (same(a, pos, at)) {
        return true;
      }
      pos = Pack.skip(a, Pack.skipKey(a, pos));
    }
    return false;
  }

  /**
   * Whether the map at {@code at} has a key twice, or so many that finding out takes longer than
   * {@link #distinct}.
   */
  static boolean isRepeating(byte[] a, int at) {
    int count = Pack.count(a, at);
    if (count > MAX_LOOK_BACK) {
      return true;
    }
    int body = Pack.body(a, at);
    int pos = body;
    for (int i = 0; i < count; i++) {
      if (occursBefore(a, body, i, pos)) {
        return true;
      }
      pos = Pack.skip(a, Pack.skipKey(a, pos));
    }
    return false;
  }

  private static boolean same(byte[] a, int one, int other) {
    if (!Pack.isRaw(a, one) || !Pack.isRaw(a, other)) {
      return !Pack.isRaw(a, one)
          && !Pack.isRaw(a, other)
          && identity(a, one).equals(identity(a, other));
    }
    int length = Pack.rawLength(a, one);
    if (length != Pack.rawLength(a, other)) {
      return false;
    }
    int from = Pack.rawStart(a, one);
    int to = Pack.rawStart(a, other);
    return Arrays.equals(a, from, from + length, a, to, to + length);
  }

  /**
   * The fields of the map at {@code at} as Ruby's Hash would hold them: each as the index of its
   * first key and of its last value.
   */
  static Collection<int[]> distinct(byte[] a, int at) {
    int count = Pack.count(a, at);
    Map<Object, int[]> fields = new LinkedHashMap<>();
    int pos = Pack.body(a, at);
    for (int i = 0; i < count; i++) {
      int value = Pack.skip(a, pos);
      int[] field = {pos, value};
      fields.merge(identity(a, pos), field, (first, last) -> new int[] {first[0], last[1]});
      pos = Pack.skip(a, value);
    }
    return fields.values();
  }

  /** An object that equals that of the same key. */
  static Object identity(byte[] a, int at) {
    return Pack.isRaw(a, at)
        ? ByteSlice.of(a, Pack.rawStart(a, at), Pack.rawLength(a, at))
        : Optional.ofNullable(PackReader.read(a, at));
  }
}
