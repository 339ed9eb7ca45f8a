package io.millrace.plugins.exec;

import io.millrace.api.AsyncChunkWriter;
import io.millrace.api.BufferDefaults;
import io.millrace.api.Child;
import io.millrace.api.Chunk;
import io.millrace.api.CustomFormat;
import io.millrace.api.EventSink;
import io.millrace.api.Formatter;
import io.millrace.api.InjectConfig;
import io.millrace.api.Output;
import io.millrace.api.OutputFactory;
import io.millrace.api.Param;
import io.millrace.api.PluginContext;
import io.millrace.api.RetryableException;
import io.millrace.api.Section;
import io.millrace.api.Tag;
import io.millrace.event.ByteArraySink;
import io.millrace.event.EventView;
import io.millrace.plugins.exec.ChildProcess.Streams;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;

/**
 * {@code @type exec}: runs a command for each chunk, with the path of a file that holds it as the
 * last argument. Exit code 0 commits the chunk; anything else, and a command that takes too long,
 * keeps it for another try. The file is the chunk's own, as it is, if the buffer is in files; else
 * a temporary one that goes with the command.
 *
 * <p>As in Fluentd a flush does not wait for the command; but no more than {@value #MAX_RUNNING}
 * run at once.
 *
 * <p>Source: Fluentd's out_exec.
 */
public final class ExecOutput implements Output, CustomFormat, AsyncChunkWriter {
  private static final int MAX_RUNNING = 64;

  /** How long a command may go on once the agent ends. */
  private static final Duration AT_SHUTDOWN = Duration.ofSeconds(30);

  /** How often a running command is looked at. */
  private static final Duration LOOK = Duration.ofMillis(200);

  /** Settings of {@code <match>} with {@code @type exec}. */
  public record Config(
      @Param(doc = "What the shell runs; the path of the chunk's file is put behind it.")
          String command,
      @Param(
              doc = "How long the command may take; then it is killed with what it started.",
              def = "270")
          Duration commandTimeout,
      @Section(doc = "How events are written.", defaults = "@type tsv") Child<Formatter> format,
      @Section(
              doc = "What is added to each record.",
              defaults = {"time_type string", "localtime false"})
          InjectConfig inject) {
    /** There must be a command. */
    public Config {
      Commands.check(command);
    }
  }

  private final Config config;
  private final PluginContext context;
  private final TextFormat format;
  private final Semaphore running = new Semaphore(MAX_RUNNING);
  private volatile long stopAt;
  private volatile boolean stopping;

  private ExecOutput(Config config, PluginContext context) {
    this.config = config;
    this.context = context;
    this.format = new TextFormat(config.format(), config.inject(), context);
  }

  @Override
  public void format(Tag tag, EventView event, ByteArraySink out) {
    format.write(tag, event, out);
  }

  @Override
  public CompletionStage<Void> tryWrite(Chunk chunk) {
    try {
      running.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return EventSink.failed(e);
    }
    CompletableFuture<Void> done = new CompletableFuture<>();
    context.thread("command", () -> deliver(chunk, done)).start();
    return done;
  }

  private void deliver(Chunk chunk, CompletableFuture<Void> done) {
    try {
      try (ChunkFile file = ChunkFile.of(chunk)) {
        run(Commands.with(config.command(), file.path().toString()));
      }
      done.complete(null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      done.completeExceptionally(e);
    } catch (IOException | RuntimeException e) {
      done.completeExceptionally(e);
    } finally {
      running.release();
    }
  }

  private void run(String command) throws IOException, InterruptedException {
    ChildProcess process = ChildProcess.start(command, Streams.NONE, context);
    long begin = System.nanoTime();
    while (!process.await(LOOK)) {
      long now = System.nanoTime();
      if (now - begin > config.commandTimeout().toNanos()) {
        throw killed(process, command, "did not end within command_timeout, raise that");
      }
      if (stopping && now - stopAt > 0) {
        throw killed(process, command, "did not end within " + AT_SHUTDOWN + " of shutdown");
      }
    }
    int code = process.exitCode();
    if (code != 0) {
      throw new RetryableException(
          "command exits with error code prog=\"" + command + "\" " + Commands.ending(code));
    }
  }

  private static RetryableException killed(ChildProcess process, String command, String why)
      throws InterruptedException {
    process.kill();
    process.await(AT_SHUTDOWN);
    return new RetryableException("command was killed: it " + why + ": prog=\"" + command + "\"");
  }

  @Override
  public void stop() {
    stopAt = System.nanoTime() + AT_SHUTDOWN.toNanos();
    stopping = true;
  }

  /** Makes this output. */
  public static final class Factory extends OutputFactory<Config> {
    /** For the service loader. */
    public Factory() {
      super("exec", "Runs a command for each chunk.", Config.class, ExecOutput::new);
    }

    @Override
    public BufferDefaults bufferDefaults(Config config) {
      return new BufferDefaults(List.of(), Map.of("delayed_commit_timeout", "300"), true, false);
    }
  }
}
