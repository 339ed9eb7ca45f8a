package io.millrace.event;

/**
 * Walks one untrusted value with every length checked. The stack is a fixed array: nesting costs no
 * Java stack.
 */
final class PackChecker {
  private final byte[] array;
  private final int end;
  private final long[] left = new long[Pack.MAX_DEPTH + 1];

  private final boolean knownOnly;

  PackChecker(byte[] array, int end, boolean knownOnly) {
    this.array = array;
    this.end = end;
    this.knownOnly = knownOnly;
  }

  /** Index after the value at {@code at}. */
  int check(int at) {
    int depth = 0;
    left[0] = 1;
    int pos = at;
    while (depth >= 0) {
      if (left[depth] == 0) {
        depth--;
        continue;
      }
      left[depth]--;
      need(pos, 1);
      int type = array[pos] & 0xff;
      Pack.Kind kind = Pack.kind(array, pos);
      if (kind == Pack.Kind.MAP || kind == Pack.Kind.ARRAY) {
        if (++depth > Pack.MAX_DEPTH) {
          throw new MalformedPackException(
              "nested deeper than " + Pack.MAX_DEPTH + " at byte " + pos);
        }
        need(pos, Pack.body(array, pos) - pos);
        long items = Pack.count(array, pos) & 0xffffffffL;
        left[depth] = kind == Pack.Kind.MAP ? 2 * items : items;
        pos = Pack.body(array, pos);
        // Each item takes a byte at least: a huge claim ends here, not after a long walk.
        need(pos, left[depth]);
      } else {
        int next = pos + need(pos, size(type, pos));
        if (knownOnly && kind == Pack.Kind.EXTENSION && !PackedEventsParser.isTime(array, pos)) {
          throw new MalformedPackException(
              "unknown extension type " + Pack.extType(array, pos) + " at byte " + pos);
        }
        pos = next;
      }
    }
    return pos;
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
