package io.millrace.event;

import java.util.Arrays;

/**
 * Text that may hold bytes which are no UTF-8, as chars: each such byte is the lone surrogate
 * U+DC00 plus its value, which no valid text has. So a reader of chars can be used on it and the
 * bytes come out as they were.
 */
final class RawChars {
  private static final int ESCAPE = 0xdc00;

  private RawChars() {}

  static char[] decode(ByteSlice text) {
    byte[] a = text.array();
    char[] chars = new char[text.length()];
    int count = 0;
    for (int at = text.offset(); at < text.end(); ) {
      int length = Utf8.sequence(a, at, text.end());
      if (length == 0) {
        chars[count++] = (char) (ESCAPE + (a[at++] & 0xff));
      } else {
        count += Character.toChars(Utf8.codePoint(a, at, length), chars, count);
        at += length;
      }
    }
    return Arrays.copyOf(chars, count);
  }

  /** Packs {@code length} chars as a string; any other lone surrogate becomes U+FFFD. */
  static void pack(char[] chars, int offset, int length, PackWriter out) {
    int end = offset + length;
    int bytes = 0;
    for (int i = offset; i < end; i++) {
      bytes += size(chars, offset, i, end);
    }
    out.textHeader(bytes);
    ByteArraySink sink = out.sink();
    sink.reserve(bytes);
    byte[] to = sink.array();
    int at = sink.size();
    for (int i = offset; i < end; i++) {
      char c = chars[i];
      if (c < 0x80) {
        to[at++] = (byte) c;
      } else {
        at = encode(chars, offset, i, end, to, at);
      }
    }
    sink.size(at);
  }

  /** Bytes that the char at {@code i} adds; a low surrogate is counted with its high one. */
  private static int size(char[] chars, int from, int i, int end) {
    char c = chars[i];
    if (c < 0x80) {
      return 1;
    }
    if (c < 0x800) {
      return 2;
    }
    if (!Character.isSurrogate(c)) {
      return 3;
    }
    return isPair(chars, i, end)
        ? 4
        : (i > from && isPair(chars, i - 1, end)) ? 0 : isRaw(c) ? 1 : 3;
  }

  private static int encode(char[] chars, int from, int i, int end, byte[] to, int at) {
    char c = chars[i];
    int point = c;
    if (Character.isSurrogate(c)) {
      if (i > from && isPair(chars, i - 1, end)) {
        return at;
      }
      if (isRaw(c)) {
        to[at] = (byte) (c - ESCAPE);
        return at + 1;
      }
      point = isPair(chars, i, end) ? Character.toCodePoint(c, chars[i + 1]) : 0xfffd;
    }
    int next = at;
    if (point < 0x800) {
      to[next++] = (byte) (0xc0 | point >> 6);
    } else {
      if (point < 0x10000) {
        to[next++] = (byte) (0xe0 | point >> 12);
      } else {
        to[next++] = (byte) (0xf0 | point >> 18);
        to[next++] = (byte) (0x80 | (point >> 12 & 0x3f));
      }
      to[next++] = (byte) (0x80 | (point >> 6 & 0x3f));
    }
    to[next++] = (byte) (0x80 | (point & 0x3f));
    return next;
  }

  private static boolean isPair(char[] chars, int i, int end) {
    return i + 1 < end
        && Character.isHighSurrogate(chars[i])
        && Character.isLowSurrogate(chars[i + 1]);
  }

  private static boolean isRaw(char c) {
    return c >= ESCAPE + 0x80 && c <= ESCAPE + 0xff;
  }
}
