package io.millrace.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes JSON strings. Only quotes, backslashes and control characters are escaped; all other bytes
 * pass as they are, be they valid UTF-8 or not, as Fluentd's JSON writer lets them.
 */
final class JsonText {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  /** The letter behind the backslash for each control character; 'u' for the long form. */
  private static final byte[] ESCAPES =
      "uuuuuuuubtnufruuuuuuuuuuuuuuuuuu".getBytes(StandardCharsets.US_ASCII);

  private JsonText() {}

  /** Appends {@code length} bytes from {@code from} between quotes. */
  static void write(byte[] a, int from, int length, ByteArraySink out) {
    out.reserve(length + 2 + Long.BYTES);
    out.write('"');
    int end = from + length;
    int at = from;
    while (true) {
      int clean = copyClean(a, at, end, out);
      if (clean == end) {
        break;
      }
      escape(a[clean], out);
      at = clean + 1;
      out.reserve(end - at + 1 + Long.BYTES);
    }
    out.write('"');
  }

  /**
   * Copies up to the first byte that must be escaped, eight bytes at a time, and answers its index.
   * The sink has room for all bytes up to {@code end} and eight more.
   */
  private static int copyClean(byte[] a, int from, int end, ByteArraySink out) {
    byte[] target = out.array();
    int to = out.size();
    int at = from;
    while (at + Long.BYTES <= end) {
      long eight = (long) LONGS.get(a, at);
      if (hasSpecial(eight)) {
        break;
      }
      LONGS.set(target, to, eight);
      at += Long.BYTES;
      to += Long.BYTES;
    }
    while (at < end && !isSpecial(a[at])) {
      target[to++] = a[at++];
    }
    out.size(to);
    return at;
  }

  /** Whether one of eight bytes is below 0x20, a quote or a backslash: the usual bit tricks. */
  private static boolean hasSpecial(long eight) {
    long control = (eight - ONES * 0x20) & ~eight;
    long quotes = eight ^ (ONES * '"');
    long slashes = eight ^ (ONES * '\\');
    long special = control | ((quotes - ONES) & ~quotes) | ((slashes - ONES) & ~slashes);
    return (special & HIGH_BITS) != 0;
  }

  private static boolean isSpecial(byte b) {
    return (b >= 0 && b < 0x20) || b == '"' || b == '\\';
  }

  private static void escape(byte b, ByteArraySink out) {
    out.write('\\');
    if (b >= 0x20) {
      out.write(b);
      return;
    }
    out.write(ESCAPES[b]);
    if (ESCAPES[b] == 'u') {
      out.write('0');
      out.write('0');
      out.write(HEX[b >> 4]);
      out.write(HEX[b & 0xf]);
    }
  }
}
