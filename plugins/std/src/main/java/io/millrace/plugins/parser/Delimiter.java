package io.millrace.plugins.parser;

import io.millrace.event.ByteSlice;

/** What stands between two values of a text. */
final class Delimiter {
  private final byte[] bytes;
  private final boolean blanks;

  private Delimiter(byte[] bytes, boolean blanks) {
    this.bytes = bytes;
    this.blanks = blanks;
  }

  /**
   * As Ruby's {@code split} takes it: one space means any run of blanks, and those in front of the
   * first value do not count.
   */
  static Delimiter split(String text) {
    return new Delimiter(ByteSlice.utf8(text).toBytes(), text.equals(" "));
  }

  /** {@code text} and nothing else. */
  static Delimiter literal(String text) {
    return new Delimiter(ByteSlice.utf8(text).toBytes(), false);
  }

  /**
   * Checks the value of the parameter {@code name}.
   *
   * @throws IllegalArgumentException if it is empty
   */
  static void check(String name, String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException(
          name + " is empty: give the text that stands between, such as \",\"");
    }
  }

  /** Where the first value of {@code [from, to)} starts. */
  int start(byte[] a, int from, int to) {
    return blanks ? skipBlanks(a, from, to) : from;
  }

  /** Index of the next delimiter in {@code [from, to)}; {@code to} if there is none. */
  int find(byte[] a, int from, int to) {
    int last = to - bytes.length;
    for (int at = from; at <= last; at++) {
      if (isAt(a, at, to)) {
        return at;
      }
    }
    return to;
  }

  /** Whether one starts at {@code at}. */
  boolean isAt(byte[] a, int at, int to) {
    if (blanks) {
      return Scan.isBlank(a[at]);
    }
    if (to - at < bytes.length) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      if (a[at + i] != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  /** Index after the delimiter at {@code at}. */
  int skip(byte[] a, int at, int to) {
    return blanks ? skipBlanks(a, at, to) : at + bytes.length;
  }

  private static int skipBlanks(byte[] a, int from, int to) {
    int at = from;
    while (at < to && Scan.isBlank(a[at])) {
      at++;
    }
    return at;
  }
}
