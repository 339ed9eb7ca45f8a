package io.millrace.app.command;

import java.io.IOException;

/**
 * One command: its annotated fields are its arguments, filled before it runs. For one thread, once.
 */
public interface Subcommand {
  /**
   * Runs it.
   *
   * @return exit status of the process
   * @throws UsageException if the arguments make no sense; the user is shown the usage too
   * @throws CommandException if it cannot do what it should
   */
  int run(Console console) throws IOException, InterruptedException;
}
