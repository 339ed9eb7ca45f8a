package io.millrace.devstack;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A server in a JVM of its own. Its standard input and output are the line to it: it says {@code
 * ready <port>} once, then answers each command line with one line, and it ends when its standard
 * input does. The operating system closes that pipe when this JVM dies, in whatever way, so no
 * server outlives it. Its log is its standard error, kept in a file.
 */
final class ServerProcess implements AutoCloseable {
  private static final Duration REPLY_LIMIT = Duration.ofSeconds(30);
  private static final Duration END_LIMIT = Duration.ofSeconds(10);
  private static final int LOG_LINES_IN_ERROR = 20;
  private static final String END = "\u0000end";

  private final String name;
  private final Process process;
  private final Path log;
  private final BufferedWriter commands;
  private final BlockingQueue<String> replies = new LinkedBlockingQueue<>();

  /**
   * What to run.
   *
   * @param name the server's module
   * @param mainClass its main class
   * @param heap its largest heap, as in {@code -Xmx}
   * @param arguments for its main method
   */
  record Launch(String name, String mainClass, String heap, List<String> arguments) {

    List<String> commandLine(Path folder) {
      List<String> line = new ArrayList<>();
      line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      line.addAll(List.of("-Xmx" + heap, "-XX:+UseSerialGC"));
      line.add("-Djava.io.tmpdir=" + folder); // what it leaves there goes with the folder
      if (Runtime.version().feature() >= 24) { // before, these flags are unknown or not needed
        line.add("--enable-native-access=ALL-UNNAMED");
        line.add("--sun-misc-unsafe-memory-access=allow");
      }
      line.addAll(List.of("-cp", ServerFiles.classPath(name), mainClass));
      line.addAll(arguments);
      return line;
    }
  }

  private ServerProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
    this.commands = process.outputWriter(StandardCharsets.UTF_8);
    Thread reader = new Thread(this::readReplies, "devstack-" + name);
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Launches the server.
   *
   * @param folder its working directory, where its log goes
   */
  static ServerProcess launch(Launch launch, Path folder) {
    Path log = folder.resolve(launch.name() + ".log");
    ProcessBuilder builder = new ProcessBuilder(launch.commandLine(folder));
    builder.directory(folder.toFile());
    builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      return new ServerProcess(launch.name(), builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start the " + launch.name() + " server", e);
    }
  }

  private void readReplies() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        replies.add(line);
      }
    } catch (IOException e) {
      // The same as the end of the stream: the process is gone or being ended.
    }
    replies.add(END);
  }

  /**
   * Waits until the server listens.
   *
   * @return its port
   * @throws IllegalStateException with the end of its log, when it ends or takes too long
   */
  int awaitReady(Duration limit) {
    String line = reply(limit);
    if (!line.startsWith("ready ")) {
      throw failure("said '" + line + "' instead of 'ready'");
    }
    return Integer.parseInt(line.substring("ready ".length()));
  }

  /**
   * Runs a command in the server and waits for its effect.
   *
   * @throws IllegalStateException when the server reports an error, or is gone
   */
  synchronized void command(String line) {
    try {
      commands.write(line + "\n");
      commands.flush();
    } catch (IOException e) {
      throw failure("does not take commands any more");
    }
    String reply = reply(REPLY_LIMIT);
    if (!reply.equals("ok")) {
      throw failure("answered '" + reply + "' to '" + line.split(" ", 2)[0] + "'");
    }
  }

  private String reply(Duration limit) {
    try {
      String line = replies.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (line == null) {
        throw failure("did not answer within " + limit.toSeconds() + " s");
      }
      if (line.equals(END)) {
        replies.add(END);
        throw failure("has ended");
      }
      return line;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for the " + name + " server", e);
    }
  }

  private IllegalStateException failure(String what) {
    return new IllegalStateException(
        "The %s server %s. The end of its log %s:%n%s".formatted(name, what, log, endOfLog()));
  }

  private String endOfLog() {
    try {
      List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
      int from = Math.max(0, lines.size() - LOG_LINES_IN_ERROR);
      return String.join(System.lineSeparator(), lines.subList(from, lines.size()));
    } catch (IOException e) {
      return "(unreadable: " + e + ")";
    }
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /** Ends the server and waits until it is gone. May be called more than once. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // It is gone already.
    }
    try {
      if (!process.waitFor(END_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
