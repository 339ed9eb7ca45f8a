package io.millrace.event;

/**
 * Replaces <code>&#92;uHHHH</code> and <code>&#92;u{H H}</code> in a pattern by the characters they
 * mean. Ruby does that before its regular expression engine sees the pattern; the engine does not
 * know them.
 */
final class UnicodeEscapes {
  private UnicodeEscapes() {}

  static String expand(String pattern) {
    if (!pattern.contains("\\u")) {
      return pattern;
    }
    StringBuilder out = new StringBuilder(pattern.length());
    int at = 0;
    while (at < pattern.length()) {
      char c = pattern.charAt(at);
      if (c != '\\' || at + 1 == pattern.length()) {
        out.append(c);
        at++;
      } else if (pattern.charAt(at + 1) != 'u') {
        out.append(c).append(pattern.charAt(at + 1));
        at += 2;
      } else if (at + 2 < pattern.length() && pattern.charAt(at + 2) == '{') {
        at = list(pattern, at + 3, out);
      } else {
        int end = Math.min(at + 6, pattern.length());
        append(pattern, pattern.substring(at + 2, end), 4, out);
        at = end;
      }
    }
    return out.toString();
  }

  private static int list(String pattern, int from, StringBuilder out) {
    int close = pattern.indexOf('}', from);
    if (close < 0) {
      throw new IllegalArgumentException(
          "invalid regexp: unterminated Unicode escape: /" + pattern + "/");
    }
    for (String digits : pattern.substring(from, close).trim().split("\\s+")) {
      append(pattern, digits, 1, out);
    }
    return close + 1;
  }

  private static void append(String pattern, String digits, int least, StringBuilder out) {
    int point = -1;
    if (digits.length() >= least && digits.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
      point = digits.length() > 6 ? -1 : Integer.parseInt(digits, 16);
    }
    if (!Character.isValidCodePoint(point) || (point >= 0xd800 && point < 0xe000)) {
      throw new IllegalArgumentException(
          "invalid regexp: invalid Unicode escape: /" + pattern + "/");
    }
    if (point < 0x80) {
      out.append(String.format("\\x%02X", point)); // stays a plain character if it has a meaning
    } else {
      out.appendCodePoint(point);
    }
  }
}
