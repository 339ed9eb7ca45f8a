package io.millrace.net.forward;

import io.millrace.event.MalformedPackException;
import io.millrace.event.Pack;
import java.util.Arrays;

/**
 * Finds where a MessagePack value ends while its bytes are still arriving. It looks at headers and
 * steps over contents; it keeps no bytes. Not safe for use by several threads.
 *
 * <p>A claimed count or length costs nothing here: counts go onto a stack of at most {@value
 * #MAX_DEPTH} numbers, lengths are counted down.
 */
final class MessageScanner {
  /** A record may nest {@link Pack#MAX_DEPTH} deep; message, entries and entry are around it. */
  static final int MAX_DEPTH = Pack.MAX_DEPTH + 3;

  /** By first byte: how many bytes of length or count follow it. */
  private static final byte[] LENGTH_BYTES = new byte[256];

  /**
   * By first byte: how many bytes of content follow it and its length bytes, besides the length.
   */
  private static final byte[] CONTENT_BYTES = new byte[256];

  static {
    for (int family : new int[] {0xc4, 0xc7, 0xd9}) { // bin, ext, str: 8, 16, 32
      for (int i = 0; i < 3; i++) {
        LENGTH_BYTES[family + i] = (byte) (1 << i);
      }
    }
    LENGTH_BYTES[0xdc] = 2; // array 16
    LENGTH_BYTES[0xdd] = 4; // array 32
    LENGTH_BYTES[0xde] = 2; // map 16
    LENGTH_BYTES[0xdf] = 4; // map 32
    Arrays.fill(CONTENT_BYTES, 0xc7, 0xca, (byte) 1); // type of an ext
    CONTENT_BYTES[0xca] = 4;
    CONTENT_BYTES[0xcb] = 8;
    for (int i = 0; i < 4; i++) {
      CONTENT_BYTES[0xcc + i] = (byte) (1 << i); // unsigned
      CONTENT_BYTES[0xd0 + i] = (byte) (1 << i); // signed
    }
    for (int i = 0; i < 5; i++) {
      CONTENT_BYTES[0xd4 + i] = (byte) (1 + (1 << i)); // fixext
    }
    for (int i = 0; i < 32; i++) {
      CONTENT_BYTES[0xa0 + i] = (byte) i; // fixstr
    }
  }

  private long[] left = new long[4];
  private int depth = -1;
  private long skip;
  private long content;
  private int position;

  /** Whether it is inside a value. */
  boolean isInside() {
    return depth >= 0;
  }

  /** Starts with a value at {@code at}. */
  void begin(int at) {
    position = at;
    skip = 0;
    depth = 0;
    left[0] = 1;
  }

  /** Index of the next byte it will look at. */
  int position() {
    return position;
  }

  /** Tells it that the bytes were moved. */
  void moveTo(int at) {
    position = at;
  }

  /** Bytes that must follow {@link #position} at least, as far as a length has been claimed. */
  long claimed() {
    return skip;
  }

  /** Length of the content it steps over now; 0 if it stands before a header. */
  long content() {
    return skip > 0 ? content : 0;
  }

  /**
   * Goes on over the bytes before {@code end}; true if the value ends there, at {@link #position}.
   *
   * @throws MalformedPackException if they are no MessagePack or nest too deep
   */
  boolean scan(byte[] a, int end) {
    while (true) {
      int step = (int) Math.min(skip, end - position);
      position += step;
      skip -= step;
      if (skip > 0) {
        return false;
      }
      while (depth >= 0 && left[depth] == 0) {
        depth--;
      }
      if (depth < 0) {
        return true;
      }
      if (position == end || !header(a, end)) {
        return false;
      }
    }
  }

  /** Takes in one header; false if it is not all there. */
  private boolean header(byte[] a, int end) {
    int type = a[position] & 0xff;
    int lengthBytes = LENGTH_BYTES[type];
    if (end - position <= lengthBytes) {
      return false;
    }
    long length = 0;
    for (int i = 1; i <= lengthBytes; i++) {
      length = length << 8 | (a[position + i] & 0xff);
    }
    left[depth]--;
    position += 1 + lengthBytes;
    switch (Pack.kind(a, position - 1 - lengthBytes)) {
      case MAP -> push(2 * (lengthBytes == 0 ? type & 0x0f : length));
      case ARRAY -> push(lengthBytes == 0 ? type & 0x0f : length);
      case NEVER_USED -> throw new MalformedPackException("byte 0xc1 starts no value");
      default -> {
        content = length + CONTENT_BYTES[type];
        skip = content;
      }
    }
    return true;
  }

  private void push(long items) {
    if (++depth >= MAX_DEPTH) {
      throw new MalformedPackException("nested deeper than " + MAX_DEPTH);
    }
    if (depth == left.length) {
      left = Arrays.copyOf(left, Math.min(MAX_DEPTH, 2 * left.length));
    }
    left[depth] = items;
  }
}
