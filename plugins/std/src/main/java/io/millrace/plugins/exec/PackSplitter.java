package io.millrace.plugins.exec;

import io.millrace.event.Pack;

/**
 * MessagePack values, back to back. It counts the values that are still to come and the bytes that
 * are still to be passed; so a value may be cut anywhere. Byte 0xc1, which starts no value, is one
 * here, for the parser to refuse.
 */
final class PackSplitter implements Splitter {
  /** Bytes of a length behind the first byte, for types from 0xc4 to 0xc9 and 0xd9 to 0xdf. */
  private static final int FIRST_BIN = 0xc4;

  private static final int LAST_EXT = 0xc9;
  private static final int FIRST_STR = 0xd9;

  private long values = 1;
  private long bytes;
  private boolean complete;

  @Override
  public int scan(byte[] a, int at, int end) {
    complete = false;
    int pos = at;
    while (values > 0 || bytes > 0) {
      if (bytes > 0) {
        int passed = (int) Math.min(bytes, end - pos);
        bytes -= passed;
        pos += passed;
      }
      if (bytes > 0 || (values > 0 && end - pos < headerSize(a, pos, end))) {
        return pos;
      }
      if (values > 0) {
        header(a, pos);
      }
    }
    values = 1;
    complete = true;
    return pos;
  }

  /** Size of the first byte and the length behind it; 1 if there is not even that byte. */
  private static int headerSize(byte[] a, int pos, int end) {
    return pos < end ? 1 + lengthSize(a[pos] & 0xff) : 1;
  }

  private static int lengthSize(int type) {
    if (type >= FIRST_BIN && type <= LAST_EXT) {
      return 1 << ((type - FIRST_BIN) % 3);
    }
    return switch (type) {
      case FIRST_STR -> 1;
      case FIRST_STR + 1, 0xdc, 0xde -> 2;
      case FIRST_STR + 2, 0xdd, 0xdf -> 4;
      default -> 0;
    };
  }

  /** Takes in the value that starts at {@code pos}: its bytes, or the values in it. */
  private void header(byte[] a, int pos) {
    values--;
    int type = a[pos] & 0xff;
    switch (Pack.kind(a, pos)) {
      case MAP -> open(a, pos, 2);
      case ARRAY -> open(a, pos, 1);
      case STRING, BINARY -> bytes = 1L + lengthSize(type) + (Pack.rawLength(a, pos) & 0xffffffffL);
      case EXTENSION -> bytes = extension(a, pos, type);
      case NEVER_USED -> bytes = 1;
      default -> bytes = (long) Pack.skip(a, pos) - pos; // the first byte decides
    }
  }

  private void open(byte[] a, int pos, int valuesPerItem) {
    values += valuesPerItem * (Pack.count(a, pos) & 0xffffffffL);
    bytes = (long) Pack.body(a, pos) - pos;
  }

  private static long extension(byte[] a, int pos, int type) {
    int size = lengthSize(type);
    if (size == 0) {
      return (long) Pack.skip(a, pos) - pos;
    }
    long length = 0;
    for (int i = 1; i <= size; i++) {
      length = length << 8 | (a[pos + i] & 0xff);
    }
    return 2L + size + length;
  }

  @Override
  public boolean isComplete() {
    return complete;
  }
}
