package io.millrace.event;

import java.util.Arrays;

/**
 * Where the top-level fields of one record are, so that looking several of them up walks over the
 * record once. Nothing is known at first and after a change ({@link #forget}); whoever steps over
 * the record anyway fills it ({@link #scan}), else the first look-up does. Records of more than
 * {@value #MOST} fields are walked over each time. Kept by one thread.
 */
final class FieldIndex {
  static final int MOST = 64;

  private static final int UNKNOWN = -1;
  private static final int TOO_MANY = -2;

  private int[] keys = new int[16];
  private int size = UNKNOWN;

  /** The record is another one, or not as it was. */
  void forget() {
    size = UNKNOWN;
  }

  /** Takes in the fields of the map at {@code map} and answers the index after it. */
  int scan(byte[] a, int map) {
    int count = Pack.kind(a, map) == Pack.Kind.MAP ? Pack.count(a, map) : -1;
    if (count < 0 || count > MOST) {
      size = TOO_MANY;
      return Pack.skip(a, map);
    }
    if (count > keys.length) {
      keys = new int[MOST];
    }
    int at = Pack.body(a, map);
    for (int i = 0; i < count; i++) {
      keys[i] = at;
      at = Pack.skip(a, Pack.skipKey(a, at));
    }
    size = count;
    return at;
  }

  /** Knows what {@code other} knows, of a copy that lies {@code shift} bytes behind. */
  void copyOf(FieldIndex other, int shift) {
    size = other.size;
    if (size > keys.length) {
      keys = new int[MOST];
    }
    for (int i = 0; i < size; i++) {
      keys[i] = other.keys[i] + shift;
    }
  }

  /** A field was added behind the others, with its key at {@code key}. */
  void add(int key) {
    if (size == MOST) {
      size = TOO_MANY;
    } else if (size >= 0) {
      if (size == keys.length) {
        keys = Arrays.copyOf(keys, MOST);
      }
      keys[size++] = key;
    }
  }

  /**
   * Index of the value of the last field called {@code name} in the map at {@code map}, which this
   * index is of; -1 if there is none or no map.
   */
  int find(byte[] a, int map, ByteSlice name) {
    if (size == UNKNOWN) {
      scan(a, map);
    }
    if (size == TOO_MANY) {
      return RecordPath.findKey(a, map, name);
    }
    for (int i = size - 1; i >= 0; i--) {
      if (RecordPath.isNamed(a, keys[i], name)) {
        return Pack.skipKey(a, keys[i]);
      }
    }
    return -1;
  }
}
