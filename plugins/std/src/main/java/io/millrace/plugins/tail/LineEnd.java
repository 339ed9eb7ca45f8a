package io.millrace.plugins.tail;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * What ends a line: a newline of one byte, or of as many as the encoding's characters have. For one
 * byte the search looks at eight bytes at a time.
 */
final class LineEnd {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;
  private static final long NEWLINES = '\n' * ONES;

  private final byte[] newline;
  private final byte[] carriageReturn;

  private LineEnd(byte[] newline, byte[] carriageReturn) {
    this.newline = newline;
    this.carriageReturn = carriageReturn;
  }

  /** The line end of text in {@code charset}. */
  static LineEnd of(Charset charset) {
    // plain UTF-16 and UTF-32 would put a byte order mark in front
    Charset plain = charset.equals(StandardCharsets.UTF_16) ? StandardCharsets.UTF_16BE : charset;
    return new LineEnd("\n".getBytes(plain), "\r".getBytes(plain));
  }

  /** Number of bytes of a line end, which is that of the smallest character. */
  int length() {
    return newline.length;
  }

  /**
   * Index of the next line end in {@code [from, to)}, or -1; {@code from} is a whole number of
   * characters behind the start of a line.
   */
  int find(byte[] a, int from, int to) {
    if (newline.length == 1) {
      return findByte(a, from, to);
    }
    for (int at = from; at + newline.length <= to; at += newline.length) {
      if (isAt(newline, a, at)) {
        return at;
      }
    }
    return -1;
  }

  private static int findByte(byte[] a, int from, int to) {
    int at = from;
    for (; at + 8 <= to; at += 8) {
      long differences = (long) LONGS.get(a, at) ^ NEWLINES;
      long zeros = (differences - ONES) & ~differences & HIGHS;
      if (zeros != 0) {
        return at + (Long.numberOfTrailingZeros(zeros) >> 3);
      }
    }
    for (; at < to; at++) {
      if (a[at] == '\n') {
        return at;
      }
    }
    return -1;
  }

  /** End of the line {@code [from, to)} without a carriage return in front of its line end. */
  int chomp(byte[] a, int from, int to) {
    int cut = to - carriageReturn.length;
    return cut >= from && isAt(carriageReturn, a, cut) ? cut : to;
  }

  private static boolean isAt(byte[] wanted, byte[] a, int at) {
    for (int i = 0; i < wanted.length; i++) {
      if (a[at + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }
}
