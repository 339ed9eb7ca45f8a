package io.millrace.app.command;

import io.millrace.api.ConfigException;
import io.millrace.config.PluginCatalog;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The commands beside the agent itself. */
public final class Commands {
  /** A flag of every command; {@code -h} is not, it is the host of {@code cat}. */
  private static final String HELP = "--help";

  private static final List<Entry> ALL =
      List.of(
          new Entry("check", "Look for what is wrong or risky in a file.", Check::new),
          new Entry("cat", "Send standard input as events (fluent-cat).", Cat::new),
          new Entry("ctl", "Tell a running agent to flush, reload or stop.", Ctl::new),
          new Entry(
              "ca-generate",
              "Make a private authority for TLS (fluent-ca-generate).",
              CaGenerate::new),
          new Entry("binlog-reader", "Show the events of a chunk's file.", BinlogReader::new),
          new Entry("config-format", "Print what a plugin takes.", ConfigFormat::new),
          new Entry("plugin", "List the plugins there are.", PluginList::new),
          new Entry("reference", "Write the reference pages of all plugins.", Reference::new),
          new Entry("help", "Tell what a command takes.", HelpCommand::new));

  private Commands() {}

  /**
   * One command.
   *
   * @param name as a user writes it
   * @param sentence what it does
   * @param maker makes it; not called for the others
   */
  public record Entry(String name, String sentence, Supplier<Subcommand> maker) {
    CommandLine parser() {
      CommandLine parser = new CommandLine(maker.get());
      parser.setCommandName("millrace " + name);
      parser.setOverwrittenOptionsAllowed(true);
      parser.setUsageHelpWidth(100);
      parser.getCommandSpec().usageMessage().description(sentence);
      return parser;
    }
  }

  /** One line for each. */
  public static String list() {
    return ALL.stream()
        .map(command -> "  %-34s%s%n".formatted(command.name(), command.sentence()))
        .collect(Collectors.joining());
  }

  static Optional<Entry> find(String name) {
    return ALL.stream().filter(entry -> entry.name().equals(name)).findFirst();
  }

  static String unknown(String name) {
    List<String> names = ALL.stream().map(Entry::name).toList();
    return "'"
        + name
        + "' is no command; there are "
        + String.join(", ", names)
        + PluginCatalog.nearest(name, names)
            .map(near -> ". Did you mean " + near + "?")
            .orElse(". Flags of the agent begin with -.");
  }

  /**
   * Runs a command.
   *
   * @return exit status: 0, or 1 if it was not told or could not do what it should
   */
  public static int run(String name, String[] arguments, Console console) {
    Entry entry = find(name).orElse(null);
    if (entry == null) {
      console.err().println("Error: " + unknown(name));
      return 1;
    }
    CommandLine parser = entry.parser();
    if (arguments.length > 0 && arguments[0].equals(HELP)) {
      parser.usage(console.out());
      return 0;
    }
    return run(parser, arguments, console);
  }

  private static int run(CommandLine parser, String[] arguments, Console console) {
    try {
      parser.parseArgs(arguments);
      return ((Subcommand) parser.getCommand()).run(console);
    } catch (ParameterException e) {
      return UsageErrors.tell("Error", UsageErrors.sentence(e), parser, console);
    } catch (UsageException e) {
      return UsageErrors.tell("Error", String.valueOf(e.getMessage()), parser, console);
    } catch (CommandException | ConfigException e) {
      console.err().println("Error: " + e.getMessage());
    } catch (IOException e) {
      console.err().println("Error: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 1;
  }
}
