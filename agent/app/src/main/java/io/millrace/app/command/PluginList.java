package io.millrace.app.command;

import io.millrace.api.PluginFactory;
import io.millrace.config.PluginCatalog;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace plugin list}: the plugins there are. */
@Command
final class PluginList implements Subcommand {
  @Option(
      names = {"-p", "--plugin"},
      paramLabel = "DIR",
      description = "Directory with jars of further plugins; may be repeated.")
  private List<Path> directories = new ArrayList<>();

  @Parameters(index = "0", paramLabel = "list", description = "What to do: list.")
  private String action = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "KIND",
      description = "Only plugins of this kind, such as input.")
  private Optional<String> only = Optional.empty();

  @Override
  public int run(Console console) {
    if (!action.equals("list")) {
      throw new UsageException("unknown action '" + action + "': expected list");
    }
    PluginJars jars = PluginJars.of(directories);
    jars.warnings().forEach(console.err()::println);
    PluginNames names = new PluginNames(jars.catalog());
    only.ifPresent(names::requireKind);
    for (String kind : only.map(List::of).orElseGet(names::kinds)) {
      list(jars.catalog(), kind, console);
    }
    return 0;
  }

  private static void list(PluginCatalog catalog, String kind, Console console) {
    for (PluginFactory<?, ?> factory : catalog.factories(kind)) {
      console
          .out()
          .printf(
              "%-17s %-20s %s (%s)%n",
              kind, String.join(",", factory.types()), factory.sentence(), jar(factory));
    }
  }

  /** Name of the file that the plugin is in. */
  private static String jar(PluginFactory<?, ?> factory) {
    CodeSource source = factory.getClass().getProtectionDomain().getCodeSource();
    return source == null ? "unknown" : name(Path.of(source.getLocation().getPath()));
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
