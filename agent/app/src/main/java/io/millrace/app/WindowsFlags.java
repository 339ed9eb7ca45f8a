package io.millrace.app;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Fluentd's flags for services of Windows; all are refused. */
final class WindowsFlags {
  @Option(
      names = {
        "-x",
        "--signame",
        "--reg-winsvc",
        "--reg-winsvc-fluentdopt",
        "--winsvc-name",
        "--winsvc-display-name",
        "--winsvc-desc"
      },
      hidden = true,
      description = "Refused.")
  List<String> withValue = new ArrayList<>();

  @Option(
      names = {
        "--reg-winsvc-auto-start",
        "--no-reg-winsvc-auto-start",
        "--reg-winsvc-delay-start",
        "--no-reg-winsvc-delay-start"
      },
      hidden = true,
      description = "Refused.")
  boolean plain;

  /**
   * Refuses them.
   *
   * @throws IllegalArgumentException if one is there
   */
  void check() {
    if (!withValue.isEmpty() || plain) {
      throw new IllegalArgumentException(
          "the flags -x, --signame and --reg-winsvc and --winsvc and their like register a service of"
              + " Windows, which is not supported; run millrace as the command of a service"
              + " manager, such as systemd, or in a container");
    }
  }
}
