package io.millrace.plugins.exec;

import java.util.regex.Pattern;

/**
 * The texts of commands. A command is the administrator's, and is given to {@code /bin/sh -c} as it
 * stands; nothing of an event ever becomes part of it.
 */
final class Commands {
  private static final Pattern PLAIN = Pattern.compile("[-+_./:=@,%a-zA-Z0-9]+");

  /** Exit codes above this one mean a signal, as shells have it. */
  private static final int SIGNALS = 128;

  private Commands() {}

  /** {@code command} with {@code argument} behind it, quoted if a shell would see more in it. */
  static String with(String command, String argument) {
    return command + " " + (PLAIN.matcher(argument).matches() ? argument : quoted(argument));
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  /** How a command ended, for people: {@code status=3 signal=nil}. */
  static String ending(int exitCode) {
    return exitCode > SIGNALS
        ? "status=nil signal=" + (exitCode - SIGNALS)
        : "status=" + exitCode + " signal=nil";
  }

  /**
   * Checks the parameter {@code command}.
   *
   * @throws IllegalArgumentException if there is nothing to run
   */
  static void check(String command) {
    if (command.isBlank()) {
      throw new IllegalArgumentException(
          "command is empty: give it what the shell is to run, such as /usr/local/bin/send");
    }
  }
}
