package io.millrace.app;

import io.millrace.app.command.Commands;
import io.millrace.app.command.ConfigFormat;
import io.millrace.app.command.Console;
import io.millrace.app.command.UsageErrors;
import io.millrace.app.command.Version;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * Entry point: the agent, or one of the commands beside it. Nothing that the agent needs is loaded
 * for the others.
 */
public final class Main {
  private Main() {}

  /**
   * Runs the agent or a command; exits with Fluentd's codes: 0 after a normal end, 1 for a bad
   * command line or configuration, 2 where a plugin says that starting again would not help.
   */
  public static void main(String[] arguments) {
    NameMemory.shorten();
    System.exit(run(arguments, Console.ofProcess()));
  }

  /** As {@link #main}, with the exit status as the answer. */
  static int run(String[] arguments, Console console) {
    if (arguments.length == 1 && arguments[0].equals("--version")) {
      console.out().println(Version.sentence());
      return 0;
    }
    if (arguments.length > 0 && !arguments[0].isEmpty() && arguments[0].charAt(0) != '-') {
      String[] rest = Arrays.copyOfRange(arguments, 1, arguments.length);
      return Commands.run(arguments[0], rest, console);
    }
    Options options = new Options();
    CommandLine parser = options.parser();
    try {
      parser.parseArgs(arguments);
      options.check();
      new RunningAs(options.process).check();
    } catch (ParameterException e) {
      return UsageErrors.tell("error", UsageErrors.sentence(e), parser, console);
    } catch (IllegalArgumentException | IOException e) {
      return UsageErrors.tell("error", String.valueOf(e.getMessage()), parser, console);
    }
    if (options.about.help) {
      parser.usage(console.out());
      return 0;
    }
    if (options.about.version) {
      console.out().println(Version.sentence());
      return 0;
    }
    if (options.process.hasWorkersWithoutSupervisor()) {
      console.err().println("Error: multi workers is not supported with --no-supervisor");
      return 2;
    }
    if (options.plugins.showConfig.isPresent()) {
      return ConfigFormat.show(
          options.plugins.showConfig.get(), options.plugins.directories, console);
    }
    if (options.configuration.setup.isPresent()) {
      return Setup.run(options.configuration.setupDirectory(), console);
    }
    return Startup.run(options, List.of(arguments), console);
  }
}
