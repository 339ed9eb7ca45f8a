package io.millrace.plugins.parser;

import io.millrace.event.RubyRegexp;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parameters {@code format1} to {@code format20} as one expression. */
final class MultilineFormats {
  private static final int MOST = 20;
  private static final Pattern NAME = Pattern.compile("format(\\d+)");

  private MultilineFormats() {}

  /** Whether {@code name} is that of a piece. */
  static boolean isFormat(String name) {
    return NAME.matcher(name).matches();
  }

  /**
   * The pieces put together.
   *
   * @throws IllegalArgumentException if one is missing or no expression
   */
  static RubyRegexp join(Map<String, String> parameters) {
    TreeMap<Integer, String> pieces = new TreeMap<>();
    parameters.forEach(
        (name, text) -> {
          Matcher match = NAME.matcher(name);
          if (match.matches()) {
            pieces.put(number(name, match.group(1), text), body(name, text));
          }
        });
    for (int i = 1; i <= pieces.size(); i++) {
      if (!pieces.containsKey(i)) {
        throw new IllegalArgumentException(
            "Jump of format index found. format" + i + " is missing.");
      }
    }
    return compile(String.join("", pieces.values()));
  }

  private static int number(String name, String digits, String text) {
    int number = digits.length() > 2 ? 0 : Integer.parseInt(digits);
    if (number < 1 || number > MOST) {
      throw new IllegalArgumentException(
          "Invalid " + name + " found. N should be 1 - " + MOST + ": " + text);
    }
    return number;
  }

  /**
   * What stands between the slashes of {@code text}.
   *
   * @throws IllegalArgumentException if there are none
   */
  static String body(String name, String text) {
    if (text.length() < 2 || !text.startsWith("/") || !text.endsWith("/")) {
      throw new IllegalArgumentException(
          "format should be Regexp, need //, in " + name + ": '" + text + "'");
    }
    return text.substring(1, text.length() - 1);
  }

  private static RubyRegexp compile(String joined) {
    RubyRegexp regexp;
    try {
      regexp = RubyRegexp.of(joined, RubyRegexp.MULTILINE);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("Invalid regexp '" + joined + "': " + e.getMessage(), e);
    }
    if (regexp.names().isEmpty()) {
      throw new IllegalArgumentException("Invalid regexp '" + joined + "': No named captures");
    }
    return regexp;
  }
}
