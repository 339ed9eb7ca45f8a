package io.millrace.app;

import io.millrace.app.command.Commands;
import io.millrace.event.time.Zone;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The command line of the agent itself: Fluentd's flags, in the groups that help shows.
 *
 * <p>Source: the options of {@code fluentd}.
 */
@Command(
    name = "millrace",
    customSynopsis = {"millrace [FLAGS]", "       millrace COMMAND [ARGUMENTS]"},
    description = "Runs the pipeline that a Fluentd configuration file describes.",
    sortOptions = false)
final class Options {
  @ArgGroup(exclusive = false, validate = false, order = 1, heading = "%nConfiguration:%n")
  ConfigFlags configuration = new ConfigFlags();

  @ArgGroup(exclusive = false, validate = false, order = 2, heading = "%nLog:%n")
  LogFlags log = new LogFlags();

  @ArgGroup(exclusive = false, validate = false, order = 3, heading = "%nProcess:%n")
  ProcessFlags process = new ProcessFlags();

  @ArgGroup(exclusive = false, validate = false, order = 4, heading = "%nPlugins:%n")
  PluginFlags plugins = new PluginFlags();

  @ArgGroup(exclusive = false, validate = false, order = 5, heading = "%nAbout:%n")
  About about = new About();

  @ArgGroup(exclusive = false, validate = false, order = 6)
  WindowsFlags windows = new WindowsFlags();

  /** Flags that print something and end. */
  static final class About {
    @Option(names = "--version", description = "Print the version and exit.")
    boolean version;

    @Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "Print this and exit.")
    boolean help;
  }

  /** The parser of the command line, with the commands in its help. */
  CommandLine parser() {
    CommandLine parser = new CommandLine(this);
    parser.setOverwrittenOptionsAllowed(true); // the last one counts
    parser.setUsageHelpWidth(100);
    parser.setUsageHelpLongOptionsMaxWidth(34);
    parser
        .getCommandSpec()
        .usageMessage()
        .footer(
            "%nCommands:%n" + Commands.list() + "%n'millrace help COMMAND' tells what one takes.");
    return parser;
  }

  /**
   * Refuses what cannot be done.
   *
   * @throws IllegalArgumentException if a flag asks for it
   */
  void check() {
    configuration.check();
    windows.check();
    LogRotation.of(log.rotateAge, log.rotateSize, Zone.utc());
  }

  /** Parameters of {@code <system>} that flags set, whatever the configuration says. */
  Map<String, String> systemParameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    configuration.addSystemParameters(parameters);
    log.addSystemParameters(parameters);
    process.addSystemParameters(parameters);
    return parameters;
  }
}
