package io.millrace.plugins.parser;

/** Searches in ranges of bytes. */
final class Scan {
  private Scan() {}

  /** Index of the first {@code wanted} in {@code [from, to)}; -1 if there is none. */
  static int indexOf(byte[] a, char wanted, int from, int to) {
    for (int at = from; at < to; at++) {
      if (a[at] == wanted) {
        return at;
      }
    }
    return -1;
  }

  /** Whether Ruby's {@code \s} matches the byte. */
  static boolean isBlank(byte value) {
    return value == ' ' || (value >= '\t' && value <= '\r');
  }

  /** Whether the byte is an ASCII digit. */
  static boolean isDigit(byte value) {
    return value >= '0' && value <= '9';
  }

  /** The end of {@code [from, to)} without one line end, of any kind. */
  static int chomp(byte[] a, int from, int to) {
    if (to > from && a[to - 1] == '\n') {
      return to - 1 > from && a[to - 2] == '\r' ? to - 2 : to - 1;
    }
    return to > from && a[to - 1] == '\r' ? to - 1 : to;
  }
}
