package io.millrace.app;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Flags about the process and its workers. */
final class ProcessFlags {
  @Option(
      names = {"-d", "--daemon"},
      paramLabel = "PIDFILE",
      description = "Run in the background and write the process id to PIDFILE.")
  Optional<Path> daemon = Optional.empty();

  @Option(
      names = "--user",
      paramLabel = "NAME",
      description = "User to run as; the launcher changes to it.")
  Optional<String> user = Optional.empty();

  @Option(
      names = "--group",
      paramLabel = "NAME",
      description = "Group to run as; the launcher changes to it.")
  Optional<String> group = Optional.empty();

  @Option(
      names = "--umask",
      paramLabel = "OCTAL",
      description = "Mode bits that new files do not get; the launcher sets it.")
  Optional<String> umask = Optional.empty();

  @Option(names = "--workers", paramLabel = "NUM", description = "Number of workers.")
  Optional<Integer> workers = Optional.empty();

  @Option(names = "--no-supervisor", description = "Refuse more than one worker.")
  boolean noSupervisor;

  @Option(names = "--disable-shared-socket", description = "Workers open listeners of their own.")
  boolean disableSharedSocket;

  @Option(names = "--disable-input-metrics", description = "Do not count what inputs emit.")
  boolean disableInputMetrics;

  @Option(names = "--enable-input-metrics", hidden = true, description = "The default.")
  boolean enableInputMetrics;

  @Option(names = "--enable-size-metrics", description = "Count bytes too.")
  boolean enableSizeMetrics;

  @Option(names = "--under-supervisor", hidden = true, description = "Ignored.")
  boolean underSupervisor;

  /** Whether the flags ask for several workers in the process that was to have one. */
  boolean hasWorkersWithoutSupervisor() {
    return noSupervisor && workers.orElse(1) > 1;
  }

  void addSystemParameters(Map<String, String> parameters) {
    workers.ifPresent(number -> parameters.put("workers", number.toString()));
    umask.ifPresent(mask -> parameters.put("umask", mask));
    Flags.put(parameters, "disable_shared_socket", disableSharedSocket);
    Flags.put(parameters, "enable_size_metrics", enableSizeMetrics);
    if (disableInputMetrics) {
      parameters.put("enable_input_metrics", "false");
    }
  }
}
