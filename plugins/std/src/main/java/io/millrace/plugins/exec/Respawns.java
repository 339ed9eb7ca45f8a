package io.millrace.plugins.exec;

import java.util.regex.Pattern;

/** The parameter {@code child_respawn}. */
final class Respawns {
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

  private Respawns() {}

  /**
   * How often a process is replaced; negative is without end.
   *
   * @throws IllegalArgumentException if {@code text} does not say
   */
  static int parse(String text) {
    return switch (text) {
      case "", "none" -> 0;
      case "inf", "-1" -> -1;
      default -> {
        if (!NUMBER.matcher(text).matches()) {
          throw new IllegalArgumentException(
              "child_respawn option argument invalid: "
                  + text
                  + "; none or 0, a number, inf or -1 is expected");
        }
        yield Integer.parseInt(text);
      }
    };
  }
}
