package io.millrace.app;

import io.millrace.config.LoadOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Flags about the configuration: where it is, how it is read, what is done with it. */
final class ConfigFlags {
  private static final String DEFAULT_PATH = "/etc/fluent/fluent.conf";

  @Option(
      names = {"-c", "--config"},
      paramLabel = "PATH",
      description = "Configuration file (default: $FLUENT_CONF or " + DEFAULT_PATH + ").")
  Optional<Path> config = Optional.empty();

  @Option(
      names = {"-i", "--inline-config"},
      paramLabel = "TEXT",
      description = "More configuration, read behind the file; \\n in it ends a line.")
  Optional<String> inlineConfig = Optional.empty();

  @Option(names = "--dry-run", description = "Check the configuration and exit; opens nothing.")
  boolean dryRun;

  @Option(
      names = {"-s", "--setup"},
      paramLabel = "DIR",
      arity = "0..1",
      fallbackValue = "",
      description = "Write a sample configuration into DIR (default: that of -c) and exit.")
  Optional<Path> setup = Optional.empty();

  @Option(
      names = "--config-file-type",
      paramLabel = "TYPE",
      description = "guess (by the file's extension, the default), v1 or yaml.")
  String fileType = "guess";

  @Option(
      names = "--conf-encoding",
      paramLabel = "NAME",
      description = "Character set of the configuration file (default: utf-8).")
  Charset encoding = StandardCharsets.UTF_8;

  @Option(
      names = "--strict-config-value",
      description = "Refuse values of a wrong form instead of reading them as well as possible.")
  boolean strict;

  @Option(names = "--without-source", description = "Run without inputs.")
  boolean withoutSource;

  @Option(
      names = "--with-source-only",
      description = "Run inputs only and keep their events in a buffer.")
  boolean withSourceOnly;

  @Option(names = "--use-v1-config", hidden = true, description = "The default.")
  boolean v1;

  @Option(names = "--use-v0-config", hidden = true, description = "The line format of old.")
  boolean v0;

  /** The configuration file. */
  Path file() {
    return config.orElseGet(
        () -> Path.of(Optional.ofNullable(System.getenv("FLUENT_CONF")).orElse(DEFAULT_PATH)));
  }

  /** Where {@code --setup} writes to: its value, or where the configuration file is to be. */
  Path setupDirectory() {
    return setup.filter(path -> !path.toString().isEmpty()).orElseGet(() -> directoryOf(file()));
  }

  private static Path directoryOf(Path path) {
    Path parent = path.toAbsolutePath().getParent();
    return parent == null ? Path.of("/") : parent;
  }

  /**
   * How the configuration is read.
   *
   * @param in read to its end if the inline configuration is {@code -}
   * @throws IllegalArgumentException if a flag asks for a form that there is not
   */
  LoadOptions loadOptions(InputStream in) throws IOException {
    Optional<String> inline = inlineConfig;
    if (inline.equals(Optional.of("-"))) {
      inline = Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
    return new LoadOptions(format(), encoding, inline);
  }

  /** The form of the file. */
  private LoadOptions.Format format() {
    if (v0 && fileType.equalsIgnoreCase("guess")) {
      return LoadOptions.Format.V0;
    }
    return switch (fileType.toLowerCase(Locale.ROOT)) {
      case "yaml", "yml" -> LoadOptions.Format.YAML;
      case "v1" -> LoadOptions.Format.V1;
      case "guess" -> LoadOptions.Format.GUESS;
      default ->
          throw new IllegalArgumentException(
              "--config-file-type " + fileType + ": expected guess, v1, yaml or yml");
    };
  }

  /**
   * Refuses what cannot be done.
   *
   * @throws IllegalArgumentException if a flag asks for it
   */
  void check() {
    format();
  }

  void addSystemParameters(Map<String, String> parameters) {
    Flags.put(parameters, "strict_config_value", strict);
    Flags.put(parameters, "without_source", withoutSource);
    Flags.put(parameters, "with_source_only", withSourceOnly);
  }
}
