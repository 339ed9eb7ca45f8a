package io.millrace.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Flags about plugins, those for Ruby's among them. */
final class PluginFlags {
  @Option(
      names = {"-p", "--plugin", "--plugin-dir"},
      paramLabel = "DIR",
      description = "Directory with jars of further plugins; may be repeated.")
  List<Path> directories = new ArrayList<>();

  @Option(
      names = "--show-plugin-config",
      paramLabel = "[KIND:]TYPE",
      description = "Print what a plugin can be configured with and exit.")
  Optional<String> showConfig = Optional.empty();

  @Option(
      names = "-I",
      paramLabel = "PATH",
      description = "Ignored with a warning: a path of Ruby libraries.")
  List<String> loadPaths = new ArrayList<>();

  @Option(
      names = "-r",
      paramLabel = "NAME",
      description = "Ignored with a warning: a Ruby library.")
  List<String> libraries = new ArrayList<>();

  @Option(
      names = {"-g", "--gemfile"},
      paramLabel = "GEMFILE",
      description = "Ignored with a warning: a list of gems.")
  List<String> gemfiles = new ArrayList<>();

  @Option(
      names = {"-G", "--gem-path"},
      paramLabel = "PATH",
      description = "Ignored with a warning: a path of gems.")
  List<String> gemPaths = new ArrayList<>();

  /** The flags that are ignored, as they were given, each with what happens instead. */
  List<String> ignored() {
    List<String> ignored = new ArrayList<>();
    loadPaths.forEach(path -> ignored.add("-I " + path + ": no Ruby library is loaded"));
    libraries.forEach(name -> ignored.add("-r " + name + ": no Ruby library is loaded"));
    gemfiles.forEach(file -> ignored.add("--gemfile " + file + ": no gem is installed"));
    gemPaths.forEach(path -> ignored.add("--gem-path " + path + ": no gem is loaded"));
    return ignored;
  }
}
