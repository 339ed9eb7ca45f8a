package io.millrace.plugins.exec;

import io.millrace.api.PluginContext;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A running command: a shell and what it starts. What it writes to its standard error goes to the
 * log, or with what it writes to its standard output. Signals go to the whole family, because a
 * shell does not pass them on.
 *
 * <p>Safe for use by several threads; the two streams each by one at a time.
 */
final class ChildProcess {
  private static final File NOTHING = new File("/dev/null");

  private final Process process;

  private ChildProcess(Process process) {
    this.process = process;
  }

  /** Which of its streams we want. */
  enum Streams {
    /** We read nothing and write nothing. */
    NONE,
    /** We read its output. */
    OUTPUT,
    /** We read its output and its errors, as one. */
    OUTPUT_AND_ERRORS,
    /** We write its input and read its output. */
    INPUT_AND_OUTPUT
  }

  /**
   * Starts {@code command} with {@code /bin/sh -c}, in our directory and environment.
   *
   * @throws IOException if there is no shell or no room for a process
   */
  static ChildProcess start(String command, Streams streams, PluginContext context)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", command);
    if (streams != Streams.INPUT_AND_OUTPUT) {
      builder.redirectInput(Redirect.from(NOTHING));
    }
    if (streams == Streams.NONE) {
      builder.redirectOutput(Redirect.DISCARD);
    }
    boolean merged = streams == Streams.OUTPUT_AND_ERRORS;
    builder.redirectErrorStream(merged);
    Process process = builder.start();
    if (!merged) {
      ErrorLines errors = new ErrorLines(command, context.log());
      context.thread("stderr", () -> errors.drain(process.getErrorStream())).start();
    }
    return new ChildProcess(process);
  }

  /** Its standard output. */
  InputStream output() {
    return process.getInputStream();
  }

  /** Its standard input. */
  OutputStream input() {
    return process.getOutputStream();
  }

  /** Its number. */
  long pid() {
    return process.pid();
  }

  /** Whether the shell runs. */
  boolean isAlive() {
    return process.isAlive();
  }

  /** What it ended with; call when it has. */
  int exitCode() {
    return process.exitValue();
  }

  /** Waits for its end; false if {@code patience} was over first. */
  boolean await(Duration patience) throws InterruptedException {
    return process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Asks it and its descendants to end. */
  void terminate() {
    family().forEach(ProcessHandle::destroy);
  }

  /** Ends it and its descendants, whatever they do. */
  void kill() {
    family().forEach(ProcessHandle::destroyForcibly);
  }

  /**
   * The shell first, then what it started. Handles, because {@link Process#destroy} would close the
   * streams, too, and wait for whoever writes to one.
   */
  private List<ProcessHandle> family() {
    List<ProcessHandle> family = new ArrayList<>();
    family.add(process.toHandle());
    process.descendants().forEach(family::add);
    return family;
  }

  /**
   * Asks it to end, and ends it if it does not within {@code patience}.
   *
   * @param onKill told in words if it had to be killed
   */
  void end(Duration patience, Consumer<String> onKill) throws InterruptedException {
    terminate();
    if (!await(patience)) {
      onKill.accept("process " + pid() + " did not end within " + patience + " of a TERM: killed");
      kill();
      await(patience);
    }
  }
}
