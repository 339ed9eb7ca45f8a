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
  private long[] left = new long[USUAL_DEPTH]; // values still to come, by depth
  private final boolean knownOnly;

  PackChecker(byte[] array, int end, boolean knownOnly) {
    this.array = array;
    this.end = end;
    this.knownOnly = knownOnly;
  }

  /** Index after the value at {@code at}. */
  int check(int at) {
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
      int fixed = Pack.fixedSize(type);
      if (fixed != 0 && !(knownOnly && isFixedExtension(type))) {
        pos += need(pos, fixed);
      } else if (isContainer(type)) {
        if (depth == left.length) {
          left = Arrays.copyOf(left, Pack.MAX_DEPTH + 1);
        }
        left[depth] = open;
        if (++depth > Pack.MAX_DEPTH) {
          throw new MalformedPackException(
              "nested deeper than " + Pack.MAX_DEPTH + " at byte " + pos);
        }
        int body = pos + need(pos, Pack.body(a, pos) - pos);
        long items = Pack.count(a, pos) & 0xffffffffL;
        open = isMap(type) ? 2 * items : items;
        pos = body;
        // Each item takes a byte at least: a huge claim ends here, not after a long walk.
        need(pos, open);
      } else {
        int next = pos + need(pos, size(type, pos));
        if (knownOnly
            && Pack.kind(a, pos) == Pack.Kind.EXTENSION
            && !PackedEventsParser.isTime(a, pos)) {
          throw new MalformedPackException(
              "unknown extension type " + Pack.extType(a, pos) + " at byte " + pos);
        }
        pos = next;
      }
    }
  }

  private static boolean isFixedExtension(int type) {
    return type >= Pack.FIXEXT1 && type <= Pack.FIXEXT16;
  }

  private static boolean isContainer(int type) {
    return (type >= 0x80 && type < 0xa0) || (type >= Pack.ARRAY16 && type <= Pack.MAP32);
  }

  private static boolean isMap(int type) {
    return type < 0x90 || type >= Pack.MAP16;
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

  private int need(int pos, long bytes) {
    if (bytes > end - pos) {
      throw new MalformedPackException(
          "cut short: " + bytes + " bytes wanted at byte " + pos + ", " + (end - pos) + " there");
    }
    return (int) bytes;
  }
}
