package io.millrace.app;

import io.millrace.config.LoadOptions;
import io.millrace.engine.graph.SystemConfig.LogLevel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line, Fluentd's flags. */
@Command(
    name = "millrace",
    description = "Runs the pipeline that a Fluentd configuration file describes.",
    sortOptions = false,
    abbreviateSynopsis = true)
final class Options {
  @Option(
      names = {"-c", "--config"},
      paramLabel = "PATH",
      description = "Configuration file (default: $FLUENT_CONF or /etc/fluent/fluent.conf).")
  Optional<Path> config = Optional.empty();

  @Option(names = "--dry-run", description = "Check the configuration and exit; opens nothing.")
  boolean dryRun;

  @Option(
      names = {"-i", "--inline-config"},
      paramLabel = "TEXT",
      description = "More configuration, behind the file's.")
  Optional<String> inlineConfig = Optional.empty();

  @Option(
      names = {"-o", "--log"},
      paramLabel = "PATH",
      description = "Log file (default: standard output).")
  Optional<Path> log = Optional.empty();

  @Option(
      names = {"-v", "--verbose"},
      description = "Log more: -v debug, -vv trace.")
  boolean[] verbose = {};

  @Option(
      names = {"-q", "--quiet"},
      description = "Log less: -q warnings, -qq errors.")
  boolean[] quiet = {};

  @Option(names = "--suppress-config-dump", description = "Leave the configuration out of the log.")
  boolean suppressConfigDump;

  @Option(
      names = "--strict-config-value",
      description = "Refuse values of a wrong form instead of reading them as well as possible.")
  boolean strictConfigValue;

  @Option(names = "--without-source", description = "Run without inputs.")
  boolean withoutSource;

  @Option(names = "--no-supervisor", description = "Accepted: there is one process always.")
  boolean noSupervisor;

  @Option(
      names = {"-p", "--plugin", "-I", "-r"},
      paramLabel = "DIR",
      description = "Accepted and ignored: Ruby plugins cannot be loaded.")
  List<String> ruby = List.of();

  @Option(names = "--version", description = "Print the version and exit.")
  boolean version;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this and exit.")
  boolean help;

  @Option(
      names = "--config-file-type",
      paramLabel = "TYPE",
      description = "guess (by extension), v1 or yaml.")
  String configFileType = "guess";

  @Option(
      names = "--conf-encoding",
      paramLabel = "NAME",
      description = "Character set of the configuration file.")
  Charset encoding = StandardCharsets.UTF_8;

  /** How the configuration is read. */
  LoadOptions loadOptions() {
    LoadOptions.Format format =
        switch (configFileType) {
          case "yaml", "yml" -> LoadOptions.Format.YAML;
          case "v1" -> LoadOptions.Format.V1;
          default -> LoadOptions.Format.GUESS;
        };
    return new LoadOptions(format, encoding, inlineConfig);
  }

  /** The configuration file. */
  Path configFile() {
    return config.orElseGet(
        () ->
            Path.of(
                Optional.ofNullable(System.getenv("FLUENT_CONF"))
                    .orElse("/etc/fluent/fluent.conf")));
  }

  /** Parameters of {@code <system>} that flags set, whatever the configuration says. */
  Map<String, String> systemParameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (suppressConfigDump) {
      parameters.put("suppress_config_dump", "true");
    }
    if (strictConfigValue) {
      parameters.put("strict_config_value", "true");
    }
    if (withoutSource) {
      parameters.put("without_source", "true");
    }
    return parameters;
  }

  /** The level that the flags and the configuration ask for together. */
  LogLevel level(LogLevel configured) {
    LogLevel level = configured;
    if (verbose.length > 0) {
      level = min(level, verbose.length == 1 ? LogLevel.DEBUG : LogLevel.TRACE);
    } else if (quiet.length > 0) {
      level = max(level, quiet.length == 1 ? LogLevel.WARN : LogLevel.ERROR);
    }
    return level;
  }

  private static LogLevel min(LogLevel a, LogLevel b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  private static LogLevel max(LogLevel a, LogLevel b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}
