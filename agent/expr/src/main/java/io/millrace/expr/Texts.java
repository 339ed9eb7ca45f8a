package io.millrace.expr;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Strings as Ruby counts them: by code points, ordered by their UTF-8 bytes. */
final class Texts {

  private Texts() {}

  static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /** Part of a string, by code points. */
  static String slice(String text, int start, int count) {
    int from = text.offsetByCodePoints(0, start);
    int available = text.codePointCount(from, text.length());
    return text.substring(from, text.offsetByCodePoints(from, Math.min(count, available)));
  }

  static int compare(String one, String other) {
    return Arrays.compareUnsigned(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  static String reverse(String text) {
    return new StringBuilder(text).reverse().toString();
  }

  /** White space (and NUL) as {@code strip} sees it. */
  static String stripLeft(String text) {
    int start = 0;
    while (start < text.length() && isBlank(text.charAt(start))) {
      start++;
    }
    return text.substring(start);
  }

  static String stripRight(String text) {
    int end = text.length();
    while (end > 0 && isBlank(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c >= '\t' && c <= '\r' || c == '\0';
  }

  static String chomp(String text) {
    if (text.endsWith("\r\n")) {
      return text.substring(0, text.length() - 2);
    }
    return text.endsWith("\n") || text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }
}
