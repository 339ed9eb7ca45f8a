package io.millrace.plugins.exec;

import io.millrace.api.Chunk;
import io.millrace.api.PluginContext;
import io.millrace.api.RetryableException;
import io.millrace.plugins.exec.ChildProcess.Streams;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One of the child processes of {@code exec_filter}, and those that take its place. A thread of its
 * own reads what it writes, so that it can write while we write to it.
 *
 * <p>{@link #write} is for the threads that flush, {@link #look} and the rest for one that watches.
 */
final class FilterChild {
  private static final int BLOCK = 8192;
  private static final long MILLIS_TO_NANOS = 1_000_000;

  private final int number;
  private final String command;
  private final PluginContext context;
  private final LogBudget budget;
  private final TextStreams streams;
  private final ReentrantLock writing = new ReentrantLock();
  private volatile @Nullable ChildProcess process;
  private volatile @Nullable Thread reader;
  private volatile boolean busy;
  private volatile long progress;
  private int respawns;

  /** Makes what reads the output of one process. */
  @FunctionalInterface
  interface TextStreams {
    /** A new one. */
    TextStream open();
  }

  /**
   * Not started.
   *
   * @param respawns how often another process takes its place; negative is without end
   */
  FilterChild(
      int number,
      String command,
      int respawns,
      PluginContext context,
      LogBudget budget,
      TextStreams streams) {
    this.number = number;
    this.command = command;
    this.respawns = respawns;
    this.context = context;
    this.budget = budget;
    this.streams = streams;
  }

  /** Starts the process. */
  void start() throws IOException {
    ChildProcess started = ChildProcess.start(command, Streams.INPUT_AND_OUTPUT, context);
    Thread itsReader = context.thread("child" + number, () -> read(started));
    reader = itsReader;
    process = started;
    itsReader.start();
  }

  private void read(ChildProcess from) {
    try (InputStream in = from.output()) {
      streams.open().readAll(in);
    } catch (IOException | RuntimeException e) {
      context
          .log()
          .warn(
              "cannot read on what child process {} writes; it is asked to end: error=\"{}\""
                  + " command=\"{}\"",
              number,
              e.getMessage(),
              command);
      from.terminate();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Writes {@code chunk} to the process; waits while it does not read. False if there is none.
   *
   * @throws RetryableException if the process went away meanwhile
   */
  boolean write(Chunk chunk) {
    writing.lock();
    try {
      ChildProcess to = process;
      if (to == null || !to.isAlive()) {
        return false;
      }
      copy(chunk, to);
      return true;
    } finally {
      writing.unlock();
    }
  }

  private void copy(Chunk chunk, ChildProcess to) {
    progress = System.nanoTime();
    busy = true;
    try (InputStream in = chunk.open()) {
      OutputStream out = to.input();
      byte[] block = new byte[BLOCK];
      for (int n = in.read(block); n >= 0; n = in.read(block)) {
        out.write(block, 0, n);
        progress = System.nanoTime();
      }
      out.flush();
    } catch (IOException e) {
      to.terminate(); // it may have read a part: what follows would be taken for the rest
      throw new RetryableException(
          "child process "
              + number
              + " does not take chunk "
              + chunk.id()
              + ": "
              + e.getMessage()
              + "; command=\""
              + command
              + "\"",
          e);
    } finally {
      busy = false;
    }
  }

  /** Tells of a process that has ended, and starts the next if there may be one. */
  void look() {
    ChildProcess now = process;
    if (now != null && !now.isAlive()) {
      process = null;
      tellOfExit(now);
    }
    if (process == null && respawns != 0) {
      respawns -= respawns > 0 ? 1 : 0;
      respawn();
    }
  }

  private void tellOfExit(ChildProcess ended) {
    long left = budget.take();
    if (left >= 0) {
      context
          .log()
          .warn(
              "child process exits with error code num={} {} command=\"{}\"{}",
              number,
              Commands.ending(ended.exitCode()),
              command,
              LogBudget.note(left));
    }
  }

  private void respawn() {
    long left = budget.take();
    if (left >= 0) {
      context
          .log()
          .info(
              "respawning child process num={} respawn_counter={}{}",
              number,
              respawns,
              LogBudget.note(left));
    }
    try {
      start();
    } catch (IOException e) {
      context.log().error("cannot start child process num={} command=\"{}\"", number, command, e);
    }
  }

  /** Kills the process if it has taken nothing of a chunk for so long. */
  void killIfStuck(Duration patience) {
    ChildProcess now = process;
    if (busy && now != null && System.nanoTime() - progress > patience.toNanos()) {
      context
          .log()
          .warn(
              "killing child process num={}: it has not read for {}; the chunk is kept command=\"{}\"",
              number,
              patience,
              command);
      now.kill();
    }
  }

  /** Lets the process see the end of its input, unless somebody writes still. */
  void closeInput() {
    ChildProcess now = process;
    if (now != null && writing.tryLock()) {
      try {
        now.input().close();
      } catch (IOException e) {
        context.log().debug("child process {} has closed its input already", number, e);
      } finally {
        writing.unlock();
      }
    }
  }

  /** Waits for the end of process and reader until {@code deadline}, a System.nanoTime. */
  boolean awaitEnd(long deadline) throws InterruptedException {
    ChildProcess now = process;
    if (now != null && !now.await(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())))) {
      return false;
    }
    Thread itsReader = reader;
    if (itsReader != null) {
      itsReader.join(Math.max(1, (deadline - System.nanoTime()) / MILLIS_TO_NANOS));
      return !itsReader.isAlive();
    }
    return true;
  }

  /** Asks the process to end. */
  void terminate() {
    ChildProcess now = process;
    if (now != null) {
      now.terminate();
    }
  }

  /** Ends the process, and the wait of its reader. */
  void kill() {
    ChildProcess now = process;
    if (now != null) {
      now.kill();
    }
    Thread itsReader = reader;
    if (itsReader != null) {
      itsReader.interrupt();
    }
  }
}
