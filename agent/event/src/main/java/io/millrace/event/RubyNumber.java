package io.millrace.event;

import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers of text as Ruby's {@code to_i} and {@code to_f} read them: what is no number is 0. */
public final class RubyNumber {
  /** Any number of so many digits fits into a long. */
  private static final int SHORT = 18;

  private static final Pattern INTEGER = Pattern.compile("\\s*([+-]?\\d+(?:_\\d+)*)");
  private static final Pattern FLOAT =
      Pattern.compile(
          "\\s*([+-]?(?:\\d+(?:_\\d+)*)?(?:\\.\\d+(?:_\\d+)*)?(?:(?<=\\d)[eE][+-]?\\d+)?)");

  private RubyNumber() {}

  /** The integer that {@code text} starts with: a Long, or a BigInteger if it is too big. */
  public static Number integer(String text) {
    Matcher match = INTEGER.matcher(text);
    if (!match.lookingAt()) {
      return 0L;
    }
    String digits = match.group(1).replace("_", "");
    return digits.length() <= SHORT ? (Number) Long.parseLong(digits) : new BigInteger(digits);
  }

  /** The float that {@code text} starts with. */
  public static double floating(String text) {
    Matcher match = FLOAT.matcher(text);
    String digits = match.lookingAt() ? match.group(1).replace("_", "") : "";
    return digits.chars().anyMatch(c -> c >= '0' && c <= '9') ? Double.parseDouble(digits) : 0;
  }
}
