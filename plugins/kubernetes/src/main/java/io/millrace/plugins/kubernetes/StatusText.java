package io.millrace.plugins.kubernetes;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The message in the body of an answer that is an error, fit for one line of a log. */
final class StatusText {
  private static final int MAX_CHARACTERS = 300;

  /** Of a {@code Status} object. */
  private static final Pattern MESSAGE =
      Pattern.compile("\"message\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");

  private StatusText() {}

  static String of(String body) {
    Matcher message = MESSAGE.matcher(body);
    String text = message.find() ? message.group(1) : body;
    String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return line.length() <= MAX_CHARACTERS ? line : line.substring(0, MAX_CHARACTERS) + "...";
  }
}
