package io.millrace.plugins.output.rewrite;

import io.millrace.api.PluginContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * What {@code ${hostname}} stands for: the name of this machine, or what a command prints. The
 * command runs when the output starts, because checking a configuration must have no effects.
 */
final class HostnameCommand {
  /** The command that needs no process: the context knows the name. */
  static final String BUILT_IN = "hostname";

  private static final int SECONDS = 10;
  private static final int MAX_BYTES = 4096;

  private final String command;
  private volatile String name;

  HostnameCommand(String command, PluginContext context) {
    this.command = command;
    this.name = context.hostname();
  }

  /**
   * Asks the command.
   *
   * @throws IOException if it fails or takes longer than {@value #SECONDS} s
   */
  void run() throws IOException, InterruptedException {
    if (command.equals(BUILT_IN)) {
      return;
    }
    Process process =
        new ProcessBuilder("/bin/sh", "-c", command)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    process.getOutputStream().close();
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException(problem("did not end within " + SECONDS + " s"));
    }
    String printed =
        new String(process.getInputStream().readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
    if (process.exitValue() != 0) {
      throw new IOException(problem("ended with status " + process.exitValue()));
    }
    name = printed.replaceFirst("\r?\n\\z", "");
  }

  private String problem(String what) {
    return "hostname_command: '"
        + command
        + "' "
        + what
        + "; a command that prints the host's name is expected";
  }

  /** The name. */
  String name() {
    return name;
  }
}
