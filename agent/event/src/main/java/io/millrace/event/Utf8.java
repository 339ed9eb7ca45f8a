package io.millrace.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Looks at bytes that should be UTF-8 without decoding them.
 *
 * <p>Source: the Unicode Standard, "Well-Formed UTF-8 Byte Sequences".
 */
public final class Utf8 {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final long HIGH_BITS = 0x8080808080808080L;

  private Utf8() {}

  /** Index of the first byte in {@code [from, to)} that is not ASCII; {@code to} if all are. */
  public static int skipAscii(byte[] a, int from, int to) {
    int at = from;
    while (at + 8 <= to && ((long) LONGS.get(a, at) & HIGH_BITS) == 0) {
      at += 8;
    }
    while (at < to && a[at] >= 0) {
      at++;
    }
    return at;
  }

  /** Whether {@code [from, to)} is well-formed UTF-8. */
  public static boolean isValid(byte[] a, int from, int to) {
    return firstInvalid(a, from, to) < 0;
  }

  /**
   * Index of the first byte in {@code [from, to)} that starts no character; -1 if there is none.
   */
  public static int firstInvalid(byte[] a, int from, int to) {
    int at = skipAscii(a, from, to);
    while (at < to) {
      int length = sequence(a, at, to);
      if (length == 0) {
        return at;
      }
      at = skipAscii(a, at + length, to);
    }
    return -1;
  }

  /** Number of bytes of the character at {@code at}; 0 if the bytes there are none. */
  public static int sequence(byte[] a, int at, int to) {
    int lead = a[at] & 0xff;
    if (lead < 0x80) {
      return 1;
    }
    int length = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
    if (length == 0 || to - at < length) {
      return 0;
    }
    int second = a[at + 1] & 0xff;
    int low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    int high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (second < low || second > high) {
      return 0;
    }
    for (int i = 2; i < length; i++) {
      if ((a[at + i] & 0xc0) != 0x80) {
        return 0;
      }
    }
    return length;
  }

  /** The code point at {@code at}, where {@link #sequence} found {@code length} bytes. */
  static int codePoint(byte[] a, int at, int length) {
    int bits = length == 1 ? a[at] : a[at] & (0x7f >> length);
    for (int i = 1; i < length; i++) {
      bits = bits << 6 | (a[at + i] & 0x3f);
    }
    return bits;
  }

  /**
   * A copy of {@code [from, to)} of the same length in which each byte that belongs to no character
   * is a question mark, as Fluentd replaces invalid bytes.
   */
  public static byte[] scrub(byte[] a, int from, int to) {
    byte[] copy = Arrays.copyOfRange(a, from, to);
    int at = 0;
    while (at < copy.length) {
      int length = sequence(copy, at, copy.length);
      if (length == 0) {
        copy[at] = '?';
        length = 1;
      }
      at += length;
    }
    return copy;
  }
}
