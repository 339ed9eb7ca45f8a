package io.millrace.verify;

import io.millrace.app.command.Commands;
import io.millrace.app.command.Console;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * One run of a command in this process.
 *
 * @param status its exit status
 * @param out what it printed
 * @param err what it printed to standard error
 */
record CommandRun(int status, String out, String err) {
  /** Runs {@code command} with {@code in} on standard input. */
  static CommandRun of(String command, String in, String... arguments) {
    return of(command, new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)), arguments);
  }

  /** As {@link #of(String, String, String...)}. */
  static CommandRun of(String command, InputStream in, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(
            in,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    int status = Commands.run(command, arguments, console);
    return new CommandRun(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
