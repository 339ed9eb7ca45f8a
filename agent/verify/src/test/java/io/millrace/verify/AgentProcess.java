package io.millrace.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The agent as a process of its own, on the class path of the tests. Its log is appended to a file
 * over all starts.
 */
final class AgentProcess implements AutoCloseable {
  private final Path config;
  private final Path log;
  private final Map<String, String> environment;
  private Process process;

  private AgentProcess(Path config, Path log, Map<String, String> environment) {
    this.config = config;
    this.log = log;
    this.environment = environment;
    this.process = launch();
  }

  /** Starts it; it may not be ready when this returns. */
  static AgentProcess start(Path config, Map<String, String> environment) {
    return new AgentProcess(config, config.resolveSibling("agent.log"), environment);
  }

  private Process launch() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("io.millrace.app.Main", "-c", config.toString()));
    ProcessBuilder builder = new ProcessBuilder(HeardSignals.command(command));
    builder.environment().putAll(environment);
    builder.environment().put("_JAVA_SR_SIGNUM", "50");
    builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException("the agent did not start", e);
    }
  }

  /** SIGKILL, and a new start at once. */
  void killAndRestart() throws InterruptedException {
    process.destroyForcibly().waitFor();
    process = launch();
  }

  /** Sends a signal, such as {@code HUP}. */
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
  }

  /** SIGTERM; the exit status. */
  int stop() throws InterruptedException {
    return stop(Duration.ofSeconds(60));
  }

  /** SIGTERM; the exit status, or an exception if it does not end within {@code limit}. */
  int stop(Duration limit) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException(
          "the agent did not end within " + limit.toSeconds() + " s; its log: " + logText());
    }
    return process.exitValue();
  }

  /** Starts it anew, after {@link #stop}. */
  void startAgain() {
    process = launch();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  /** Everything it has logged, over all starts. */
  String logText() {
    try {
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
