package io.millrace.app.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace reference}: the reference pages of all plugins. */
@Command
final class Reference implements Subcommand {
  @Option(
      names = {"-p", "--plugin"},
      paramLabel = "DIR",
      description = "Directory with jars of further plugins; may be repeated.")
  private List<Path> directories = new ArrayList<>();

  @Parameters(paramLabel = "DIR", description = "Where to write the pages.")
  private Path target = Path.of("");

  @Override
  public int run(Console console) throws IOException {
    ReferencePages pages = new ReferencePages(PluginJars.of(directories).catalog());
    pages.write(target);
    console.out().println("wrote " + pages.pages().size() + " pages into " + target);
    return 0;
  }
}
