package io.millrace.app;

import io.millrace.app.command.Console;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * {@code --daemon PIDFILE}: the agent in the background. A JVM cannot leave its terminal, so the
 * process that the user started checks the configuration, starts a second one in a session of its
 * own, and ends when that one has written its process id: mistakes are still told to the user.
 */
final class Daemon {
  /** Set in the environment of the process in the background. */
  private static final String MARK = "MILLRACE_DAEMON";

  private final Path pidFile;

  /**
   * The process that the user started.
   *
   * @param arguments its own
   * @param log where the log goes
   */
  record Front(List<String> arguments, LogTarget log, Console console) {}

  Daemon(Path pidFile) {
    this.pidFile = pidFile;
  }

  /** Whether this is the process in the background. */
  static boolean isDaemon() {
    return System.getenv(MARK) != null;
  }

  /**
   * Starts the process in the background and waits until it has written its process id.
   *
   * @return exit status for this process
   */
  int start(Front front) throws IOException, InterruptedException {
    Files.deleteIfExists(pidFile);
    ProcessBuilder builder =
        new ProcessBuilder(command(front.arguments()))
            .redirectInput(new File("/dev/null"))
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD);
    builder.environment().put(MARK, "true");
    Process process = builder.start();
    String where =
        front
            .log()
            .file()
            .map(file -> "its log is " + file.toAbsolutePath())
            .orElse("its log goes nowhere, name a file with -o to keep it");
    while (!process.waitFor(50, TimeUnit.MILLISECONDS)) {
      Optional<String> pid = writtenPid();
      if (pid.isPresent()) {
        front
            .console()
            .out()
            .println("millrace runs in the background: pid=" + pid.get() + ", " + where);
        return 0;
      }
    }
    front
        .console()
        .err()
        .println(
            "Error: the agent ended with status "
                + process.exitValue()
                + " while it started in the background; "
                + where);
    return 1;
  }

  private static List<String> command(List<String> arguments) {
    List<String> command = new ArrayList<>();
    program("setsid").ifPresent(command::add);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(arguments);
    return command;
  }

  /** A program of the machine, if it has it. */
  private static Optional<String> program(String name) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin");
    return Arrays.stream(path.split(File.pathSeparator))
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }

  private Optional<String> writtenPid() throws IOException {
    if (!Files.exists(pidFile)) {
      return Optional.empty();
    }
    String text = Files.readString(pidFile);
    return text.endsWith("\n") ? Optional.of(text.strip()) : Optional.empty();
  }

  /**
   * Writes the id of this process.
   *
   * @throws IOException if the file cannot be written
   */
  void writePid() throws IOException {
    Path parent = pidFile.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Files.writeString(pidFile, ProcessHandle.current().pid() + "\n");
  }

  /** Removes the file if it is still that of this process. */
  void removePid() throws IOException {
    if (writtenPid().equals(Optional.of("" + ProcessHandle.current().pid()))) {
      Files.delete(pidFile);
    }
  }
}
