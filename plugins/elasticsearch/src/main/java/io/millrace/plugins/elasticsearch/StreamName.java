package io.millrace.plugins.elasticsearch;

import io.millrace.api.Template;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The rules for names of data streams.
 *
 * <p>Source: Elasticsearch's create data stream API.
 */
final class StreamName {
  private static final int MAX_BYTES = 255;
  private static final String FORBIDDEN = "\\/*?\"<>| ,#:";
  private static final String FORBIDDEN_START = "-_+.";

  private StreamName() {}

  /** As {@link #check}, of a name without placeholders; others wait for a chunk. */
  static void checkFixed(String parameter, Template name) {
    if (!name.text().contains("${") && !name.text().contains("%")) {
      check(parameter, name.text());
    }
  }

  /**
   * Checks a name.
   *
   * @throws IllegalArgumentException if no data stream can have it
   */
  static void check(String parameter, String name) {
    if (name.isEmpty() || name.equals(".") || name.equals("..")) {
      throw bad(parameter, name, "must not be empty, . or ..");
    }
    if (FORBIDDEN_START.indexOf(name.charAt(0)) >= 0) {
      throw bad(parameter, name, "must not start with -, _, + or .");
    }
    if (name.chars().anyMatch(c -> FORBIDDEN.indexOf(c) >= 0)) {
      throw bad(parameter, name, "must not contain any of " + FORBIDDEN + " (or a blank)");
    }
    if (!name.equals(name.toLowerCase(Locale.ROOT))) {
      throw bad(parameter, name, "must be lower case");
    }
    if (name.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw bad(parameter, name, "must not be longer than " + MAX_BYTES + " bytes");
    }
  }

  private static IllegalArgumentException bad(String parameter, String name, String rule) {
    return new IllegalArgumentException(parameter + " '" + name + "' " + rule);
  }
}
