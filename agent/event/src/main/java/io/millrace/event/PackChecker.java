package io.millrace.event;

import java.util.Arrays;

/**
 * Walks one untrusted value with every length checked. The stack is an array: nesting costs no Java
 * stack.
 */
final class PackChecker {
  private static final int USUAL_DEPTH = 8;

  private final byte[] array;
  private final int end;
  private final byte[] sizes;
  private long[] left = new long[USUAL_DEPTH]; // values still to come, by depth
  private final boolean knownOnly;

  PackChecker(byte[] array, int end, boolean knownOnly) {
    this.array = array;
    this.end = end;
    this.sizes = Pack.fixedSizes(!knownOnly);
    this.knownOnly = knownOnly;
  }

  /** Index after the value at {@code at}. */
  int check(int at) {
    return check(at, 0);
  }

  /** Index after the value at {@code at}, which is {@code outer} values deep in another. */
  int check(int at, int outer) {
    byte[] a = array;
    int depth = 0;
    long open = 1; // values still to come at this depth
    int pos = at;
    while (true) {
      while (open == 0) {
        if (depth == 0) {
          return pos;
        }
        open = left[--depth];
      }
      open--;
      need(pos, 1);
      int type = a[pos] & 0xff;
      int size = sizes[type];
      if (size != 0) {
        pos += need(pos, size);
      } else if (isContainer(type)) {
        push(depth++, open, outer, pos);
        open = items(type, pos);
        pos = Pack.body(a, pos);
        // Each item takes a byte at least: a huge claim ends here, not after a long walk.
        need(pos, open);
      } else {
        int next = pos + need(pos, size(type, pos));
        checkExtension(pos);
        pos = next;
      }
    }
  }

  private void push(int depth, long open, int outer, int pos) {
    if (depth == left.length) {
      left = Arrays.copyOf(left, Pack.MAX_DEPTH + 1);
    }
    if (depth + outer >= Pack.MAX_DEPTH) {
      throw new MalformedPackException("nested deeper than " + Pack.MAX_DEPTH + " at byte " + pos);
    }
    left[depth] = open;
  }

  private static boolean isContainer(int type) {
    return (type & 0xe0) == 0x80 || (type >= Pack.ARRAY16 && type <= Pack.MAP32);
  }

  /** Values in the map or array at {@code pos}. */
  private long items(int type, int pos) {
    if (type < 0xa0) {
      return type < 0x90 ? (type & 0x0f) << 1 : type & 0x0f;
    }
    need(pos, Pack.body(array, pos) - pos);
    long count = Pack.count(array, pos) & 0xffffffffL;
    return type >= Pack.MAP16 ? 2 * count : count;
  }

  private long size(int type, int pos) {
    switch (type) {
      case Pack.BIN8, Pack.STR8 -> {
        need(pos, 2);
        return 2L + (array[pos + 1] & 0xff);
      }
      case Pack.BIN16, Pack.STR16 -> {
        need(pos, 3);
        return 3L + Pack.u16(array, pos + 1);
      }
      case Pack.BIN32, Pack.STR32 -> {
        need(pos, 5);
        return 5L + Pack.u32(array, pos + 1);
      }
      case Pack.EXT8 -> {
        need(pos, 3);
        return 3L + (array[pos + 1] & 0xff);
      }
      case Pack.EXT16 -> {
        need(pos, 4);
        return 4L + Pack.u16(array, pos + 1);
      }
      case Pack.EXT32 -> {
        need(pos, 6);
        return 6L + Pack.u32(array, pos + 1);
      }
      default -> {
        return (long) Pack.skip(array, pos) - pos; // one byte decides: skip reads nothing but it
      }
    }
  }

  /** Refuses an extension that is no event time, where only known ones may come. */
  private void checkExtension(int pos) {
    if (knownOnly
        && Pack.kind(array, pos) == Pack.Kind.EXTENSION
        && !PackedEventsParser.isTime(array, pos)) {
      throw new MalformedPackException(
          "unknown extension type " + Pack.extType(array, pos) + " at byte " + pos);
    }
  }

  private int need(int pos, long bytes) {
    if (bytes > end - pos) {
      throw new MalformedPackException(
          "cut short: " + bytes + " bytes wanted at byte " + pos + ", " + (end - pos) + " there",
          bytes - (end - pos));
    }
    return (int) bytes;
  }
}
