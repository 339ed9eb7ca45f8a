package io.millrace.app.command;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code millrace help}: what a command takes. */
@Command
final class HelpCommand implements Subcommand {
  @Parameters(
      paramLabel = "COMMAND",
      arity = "0..1",
      description = "Name of the command; without one, all commands are listed.")
  private Optional<String> name = Optional.empty();

  @Override
  public int run(Console console) {
    if (name.isPresent()) {
      Commands.find(name.get())
          .orElseThrow(() -> new UsageException(Commands.unknown(name.get())))
          .parser()
          .usage(console.out());
    } else {
      console.out().print(Commands.list());
      console.out().println("\n'millrace --help' shows the flags of the agent itself.");
    }
    return 0;
  }
}
