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
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
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
    byte[] target = out.array();
    int to = out.size();
    int end = from + length;
    int at = from;
    target[to++] = '"';
    while (at + Long.BYTES <= end) {
      long eight = (long) LONGS.get(a, at);
      LONGS.set(target, to, eight);
      if (specials(eight) != 0) {
        out.size(to);
        writeEscaped(a, at, end, out);
        return;
      }
      at += Long.BYTES;
      to += Long.BYTES;
    }
    if (!copyShort(a, at, end - at, target, to)) {
      out.size(to);
      writeEscaped(a, at, end, out);
      return;
    }
    to += end - at;
    target[to++] = '"';
    out.size(to);
  }

  /**
   * Copies {@code length} bytes, less than eight, by way of eight; false if one of them must be
   * escaped, or eight cannot be read there.
   */
  private static boolean copyShort(byte[] a, int at, int length, byte[] target, int to) {
    if (at + Long.BYTES > a.length) {
      return length == 0;
    }
    long eight = (long) LONGS.get(a, at);
    LONGS.set(target, to, eight);
    return first(specials(eight)) >= length;
  }

  /** Appends the bytes up to {@code end}, of which some must be escaped, and the second quote. */
  private static void writeEscaped(byte[] a, int from, int end, ByteArraySink out) {
    int at = from;
    while (true) {
      out.reserve(end - at + 1 + Long.BYTES);
      int clean = copyClean(a, at, end, out);
      if (clean == end) {
        break;
      }
      escape(a[clean], out);
      at = clean + 1;
    }
    out.write('"');
  }

  /**
   * Copies up to the first byte that must be escaped, eight bytes at a time, and answers its index.
   * The sink has room for all bytes up to {@code end} and eight more: what is copied too much is
   * written over.
   */
  private static int copyClean(byte[] a, int from, int end, ByteArraySink out) {
    byte[] target = out.array();
    int to = out.size();
    int at = from;
    int clean = Long.BYTES;
    while (clean == Long.BYTES && at + Long.BYTES <= end) {
      long eight = (long) LONGS.get(a, at);
      LONGS.set(target, to, eight);
      clean = first(specials(eight));
      at += clean;
      to += clean;
    }
    while (at < end && !isSpecial(a[at])) {
      target[to++] = a[at++];
    }
    out.size(to);
    return at;
  }

  /** Number of bytes before the first special one; eight if there is none. */
  private static int first(long specials) {
    return Long.numberOfTrailingZeros(specials) / Byte.SIZE;
  }

  /**
   * The usual bit tricks: the lowest bit that is set is the highest of the first byte that is below
   * 0x20, a quote or a backslash; 0 if none of the eight is.
   */
  private static long specials(long eight) {
    long control = (eight - ONES * 0x20) & ~eight;
    long quotes = eight ^ (ONES * '"');
    long slashes = eight ^ (ONES * '\\');
    long special = control | ((quotes - ONES) & ~quotes) | ((slashes - ONES) & ~slashes);
    return special & HIGH_BITS;
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
