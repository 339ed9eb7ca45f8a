package io.millrace.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The directory whose files are read behind the main file without being named in it: {@code
 * config_include_dir} of {@code <system>}, {@code $FLUENT_CONF_INCLUDE_DIR} or {@value #DEFAULT}.
 *
 * <p>Source: Fluentd's configuration include directory. Directories are walked depth first, entries
 * in the order of their names; each file is read in the format of its extension.
 */
final class IncludeDirectory {

  private static final String DEFAULT = "/etc/fluent/conf.d";
  private static final String PARAMETER = "config_include_dir";
  private static final List<String> EXTENSIONS = List.of(".conf", ".yaml", ".yml");

  private final ConfigFiles files;
  private final Map<String, String> environment;

  /** Reads one file behind what was read so far. */
  @FunctionalInterface
  interface Reader {
    void read(Path file, ConfigFiles files, ConfigElement.Builder root) throws IOException;
  }

  IncludeDirectory(ConfigFiles files, Map<String, String> environment) {
    this.files = files;
    this.environment = environment;
  }

  /** Appends the elements of all files to the root, but their {@code <system>} sections. */
  void readInto(ConfigElement.Builder root, Reader reader) throws IOException {
    String name = name(root.build());
    if (name.isEmpty()) {
      files.note("configuration include directory is disabled");
      return;
    }
    Path directory = path(name);
    if (!Files.isDirectory(directory) || !Files.isReadable(directory)) {
      files.note(
          "inaccessible include directory was specified: "
              + name
              + ". Nothing is read from it; config_include_dir \"\" in <system> turns it off");
      return;
    }
    walk(directory, root, reader);
  }

  private static Path path(String name) throws IOException {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new IOException(PARAMETER + ": '" + name + "' is no path: " + e.getReason(), e);
    }
  }

  private String name(ConfigElement root) {
    return root.children("system").stream()
        .flatMap(system -> system.peek(PARAMETER).stream())
        .filter(parameter -> !parameter.value().isNil() && !parameter.value().isDefault())
        .map(Parameter::text)
        .findFirst()
        .orElseGet(() -> environment.getOrDefault("FLUENT_CONF_INCLUDE_DIR", DEFAULT));
  }

  private void walk(Path directory, ConfigElement.Builder root, Reader reader) throws IOException {
    for (Path entry : entries(directory)) {
      if (Files.isDirectory(entry)) {
        if (!Files.isSymbolicLink(entry)) {
          walk(entry, root, reader);
        }
      } else if (EXTENSIONS.stream().anyMatch(entry.toString()::endsWith)) {
        read(entry, root, reader);
      }
    }
  }

  private static List<Path> entries(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.sorted(Comparator.comparing(Path::toString)).toList();
    }
  }

  private void read(Path file, ConfigElement.Builder root, Reader reader) throws IOException {
    if (files.read().contains(file.toRealPath())) {
      files.note("skip auto loading, it was already loaded: " + file);
      return;
    }
    ConfigElement.Builder part =
        ConfigElement.builder(ConfigElement.ROOT, "", new SourceLocation(file.toString(), 1));
    reader.read(file, files, part);
    files.note("loaded configuration file of the include directory: " + file);
    ConfigElement read = part.build();
    read.parameters().forEach(root::add);
    for (ConfigElement child : read.children()) {
      if (child.name().equals("system")) {
        files.warn(
            child.location() + ": <system> counts in the main file only, this one is left out");
      } else {
        root.add(child);
      }
    }
  }
}
