package io.millrace.app.command;

import io.millrace.api.PluginFactory;
import io.millrace.config.SchemaPrinter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code millrace config-format}: what a plugin can be configured with.
 *
 * <p>Source: {@code fluent-plugin-config-format}.
 */
@Command
public final class ConfigFormat implements Subcommand {
  @Option(
      names = {"-f", "--format"},
      paramLabel = "FORMAT",
      description = "markdown (the default), txt or json.")
  private String format = "markdown";

  @Option(
      names = {"-c", "--compact"},
      description = "Leave out the sentences.")
  private boolean compact;

  @Option(
      names = {"-p", "--plugin"},
      paramLabel = "DIR",
      description = "Directory with jars of further plugins; may be repeated.")
  private List<Path> directories = new ArrayList<>();

  @Option(
      names = {"-t", "--table"},
      description = "Accepted: markdown is in tables always.")
  boolean table;

  @Parameters(index = "0", paramLabel = "TYPE", description = "Kind, such as input or formatter.")
  private String kind = "";

  @Parameters(index = "1", paramLabel = "NAME", description = "The plugin's @type.")
  private String type = "";

  @Override
  public int run(Console console) {
    PluginFactory<?, ?> factory =
        new PluginNames(PluginJars.of(directories).catalog()).find(kind, type);
    String text =
        switch (format) {
          case "markdown" -> SchemaPrinter.markdown(factory, compact);
          case "txt" -> SchemaPrinter.text(factory, compact);
          case "json" -> SchemaPrinter.json(factory) + "\n";
          default ->
              throw new UsageException(
                  "unknown format '" + format + "': expected markdown, txt or json");
        };
    console.out().print(text);
    return 0;
  }

  /**
   * As the agent's flag {@code --show-plugin-config}.
   *
   * @param name {@code KIND:TYPE}, or {@code TYPE} where one kind only has it
   * @return exit status
   */
  public static int show(String name, List<Path> directories, Console console) {
    try {
      PluginNames names = new PluginNames(PluginJars.of(directories).catalog());
      console.out().print(SchemaPrinter.text(names.find(name)));
      return 0;
    } catch (CommandException e) {
      console.err().println("Error: --show-plugin-config: " + e.getMessage());
      return 1;
    }
  }
}
