package io.millrace.app;

import io.millrace.engine.graph.SystemConfig.LogLevel;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Flags about the log. */
final class LogFlags {
  @Option(
      names = {"-o", "--log"},
      paramLabel = "PATH",
      description = "Log file; - is standard output (the default).")
  Optional<String> path = Optional.empty();

  @Option(
      names = "--log-rotate-age",
      paramLabel = "AGE",
      description = "Begin a new file daily, weekly or monthly, or keep so many files by size.")
  Optional<String> rotateAge = Optional.empty();

  @Option(
      names = "--log-rotate-size",
      paramLabel = "BYTES",
      description = "Size at which a new file is begun (default: 1048576, if AGE is a number).")
  Optional<Long> rotateSize = Optional.empty();

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
      names = "--suppress-repeated-stacktrace",
      paramLabel = "VALUE",
      arity = "0..1",
      fallbackValue = "true",
      description = "Leave out a stack trace that repeats the one before (default: true).")
  Optional<Boolean> suppressRepeatedStacktrace = Optional.empty();

  @Option(
      names = "--emit-error-log-interval",
      paramLabel = "SECONDS",
      description = "Least time between two lines about failed emits.")
  Optional<Long> emitErrorLogInterval = Optional.empty();

  @Option(
      names = "--log-event-verbose",
      description = "Emit the log's own events during start and shutdown too.")
  boolean eventVerbose;

  /** The level that the flags and the configuration ask for together. */
  LogLevel level(LogLevel configured) {
    if (verbose.length > 0) {
      LogLevel most = verbose.length == 1 ? LogLevel.DEBUG : LogLevel.TRACE;
      return configured.compareTo(most) <= 0 ? configured : most;
    }
    if (quiet.length > 0) {
      LogLevel least = quiet.length == 1 ? LogLevel.WARN : LogLevel.ERROR;
      return configured.compareTo(least) >= 0 ? configured : least;
    }
    return configured;
  }

  void addSystemParameters(Map<String, String> parameters) {
    Flags.put(parameters, "suppress_config_dump", suppressConfigDump);
    Flags.put(parameters, "log_event_verbose", eventVerbose);
    suppressRepeatedStacktrace.ifPresent(
        value -> parameters.put("suppress_repeated_stacktrace", value.toString()));
    emitErrorLogInterval.ifPresent(
        seconds -> parameters.put("emit_error_log_interval", seconds.toString()));
  }
}
