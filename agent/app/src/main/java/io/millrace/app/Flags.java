package io.millrace.app;

import java.util.Map;

/** What the groups of flags share. */
final class Flags {
  private Flags() {}

  /** Sets a parameter of {@code <system>} if its flag is there; without the flag the file rules. */
  static void put(Map<String, String> parameters, String name, boolean flag) {
    if (flag) {
      parameters.put(name, "true");
    }
  }
}
