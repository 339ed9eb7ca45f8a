package io.millrace.devstack.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The agent as a child process, started through its launcher as a user would. */
final class AgentProcess implements AutoCloseable {
  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(60);
  private static final int LOG_LINES_IN_ERROR = 25;

  private final Process process;
  private final Path log;

  private AgentProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts it.
   *
   * @param launcher the script that starts the agent
   * @param config its configuration
   * @param variables environment variables it gets besides this process's; no other variable whose
   *     name begins with {@code AWS_} is passed on, as it would mix with the stack's credentials
   * @param log where its output goes
   */
  static AgentProcess start(Path launcher, Path config, Map<String, String> variables, Path log) {
    ProcessBuilder builder =
        new ProcessBuilder(launcher.toString(), "-c", config.toString())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(log.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    builder.environment().putAll(variables);
    try {
      return new AgentProcess(builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start the agent with " + launcher, e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** How it ended, with the last lines of its log. */
  String describeEnd() {
    return "The agent ended with status %s. The end of its log:%n%s"
        .formatted(process.isAlive() ? "unknown" : process.exitValue(), endOfLog());
  }

  private String endOfLog() {
    try {
      List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
      int from = Math.max(0, lines.size() - LOG_LINES_IN_ERROR);
      return String.join("\n", lines.subList(from, lines.size()));
    } catch (IOException e) {
      return "(unreadable: " + e + ")";
    }
  }

  /**
   * Asks it to drain and waits until it has.
   *
   * @return whether it ended by itself and with status 0
   */
  boolean drain() throws InterruptedException {
    process.destroy();
    return process.waitFor(DRAIN_LIMIT.toSeconds(), TimeUnit.SECONDS) && process.exitValue() == 0;
  }

  /** Ends it at once if it still runs. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
