package io.millrace.engine.flush;

import io.millrace.api.PluginContext;
import io.millrace.engine.buffer.BackupDirectory;
import io.millrace.engine.buffer.Buffer;
import io.millrace.engine.buffer.BufferedChunk;
import io.millrace.engine.buffer.OutputStatistics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * What happens to one chunk that was taken out of the queue: it is delivered and purged; or it
 * fails and goes back to the queue, to the secondary, or to the backup directory; or it is the
 * failure that makes the output give up its queue. Safe for use by several threads, for different
 * chunks.
 *
 * <p>Source: Fluentd's output: try_flush, commit, rollback, retry limit, unrecoverable errors.
 */
public final class Delivery {
  /** As Ruby writes a time. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss Z");

  /** How a delivery ended. */
  enum End {
    /** The chunk is gone: delivered, backed up or dropped. */
    GONE,
    /** The chunk is back in the queue. */
    BACK
  }

  private final Buffer buffer;
  private final Destination primary;
  private final Optional<Destination> secondary;
  private final Retries retries;
  private final FlushSettings settings;
  private final BackupDirectory backups;
  private final OutputStatistics statistics;
  private final FlushTimer timer;
  private final InstantSource clock;
  private final String pluginId;
  private final Logger log;
  private final LastFailure lastFailure = new LastFailure();

  Delivery(FlushParts parts, Retries retries) {
    this.buffer = parts.buffer();
    this.primary = parts.primary();
    this.secondary = parts.secondary();
    this.settings = parts.settings();
    this.backups = parts.backups();
    this.statistics = parts.statistics();
    this.timer = parts.timer();
    this.clock = parts.clock();
    this.pluginId = parts.pluginId();
    this.log = parts.log();
    this.retries = retries;
  }

  /**
   * Delivers {@code chunk}; {@code ended} is called exactly once, in this thread or, for a commit
   * that comes later, by {@code executor}.
   */
  void deliver(BufferedChunk chunk, Executor executor, Consumer<End> ended) {
    boolean toSecondary = secondary.isPresent() && retries.usesSecondary();
    Destination destination = toSecondary ? secondary.orElseThrow() : primary;
    statistics.writeCount().increment();
    if (toSecondary) {
      statistics.writeSecondaryCount().increment();
    }
    long begin = System.nanoTime();
    End end;
    try {
      CompletionStage<Void> commit = destination.deliver(chunk);
      measure(begin);
      if (destination.commitsLater()) {
        await(commit, chunk, toSecondary, executor, ended);
        return;
      }
      end = committed(chunk, toSecondary);
    } catch (Throwable error) {
      measure(begin);
      end = failed(chunk, toSecondary, error);
      if (error instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
    }
    ended.accept(end);
  }

  private void measure(long begin) {
    Duration elapsed = Duration.ofNanos(System.nanoTime() - begin);
    statistics.flushTimeCount().add(elapsed.toMillis());
    if (elapsed.compareTo(settings.slowFlush()) > 0) {
      statistics.slowFlushCount().increment();
      log.warn(
          "buffer flush took longer time than slow_flush_log_threshold: elapsed_time={}"
              + " slow_flush_log_threshold={} plugin_id=\"{}\"",
          elapsed.toMillis() / 1e3,
          settings.slowFlush().toMillis() / 1e3,
          pluginId);
    }
  }

  private void await(
      CompletionStage<Void> commit,
      BufferedChunk chunk,
      boolean toSecondary,
      Executor executor,
      Consumer<End> ended) {
    AtomicBoolean settled = new AtomicBoolean();
    Instant flushedAt = clock.instant();
    PluginContext.Cancellable expiry =
        timer.after(
            settings.delayedCommitTimeout(),
            () -> {
              if (settled.compareAndSet(false, true)) {
                executor.execute(() -> ended.accept(expired(chunk, flushedAt, toSecondary)));
              }
            });
    commit.whenComplete(
        (done, error) -> {
          if (settled.compareAndSet(false, true)) {
            expiry.cancel();
            executor.execute(
                () ->
                    ended.accept(
                        error == null
                            ? committed(chunk, toSecondary)
                            : failed(chunk, toSecondary, unwrap(error))));
          }
        });
  }

  private static Throwable unwrap(Throwable error) {
    Throwable cause = error.getCause();
    return error instanceof CompletionException && cause != null ? cause : error;
  }

  private End expired(BufferedChunk chunk, Instant flushedAt, boolean toSecondary) {
    log.warn(
        "failed to flush the buffer chunk, timeout to commit. chunk_id=\"{}\" flushed_at={}",
        chunk,
        time(flushedAt));
    return failed(
        chunk,
        toSecondary,
        new TimeoutException(
            "not committed within delayed_commit_timeout=" + settings.delayedCommitTimeout()));
  }

  private End committed(BufferedChunk chunk, boolean toSecondary) {
    buffer.purge(chunk);
    if (retries.succeeded()) {
      lastFailure.forget();
      log.warn(
          toSecondary
              ? "retry succeeded by secondary. chunk_id=\"{}\""
              : "retry succeeded. chunk_id=\"{}\"",
          chunk);
    }
    return End.GONE;
  }

  private End failed(BufferedChunk chunk, boolean toSecondary, Throwable error) {
    statistics.retryCount().increment();
    if (FailurePolicy.isUnrecoverable(error) && settle(chunk, toSecondary, error)) {
      buffer.purge(chunk);
      return End.GONE;
    }
    if (buffer.takeback(chunk)) {
      statistics.rollbackCount().increment();
    }
    Retries.Failure failure = retries.failed();
    if (failure.over()) {
      giveUp(failure.steps(), error);
      return End.GONE;
    }
    // Once per change of state: a destination that is away for hours fails thousands of tries.
    Level level = lastFailure.changesTo(error, toSecondary) ? Level.WARN : Level.DEBUG;
    log.atLevel(level)
        .log(
            "failed to flush the buffer{}. retry_times={} next_retry_time={} chunk=\"{}\""
                + " error_class={} error=\"{}\" plugin_id=\"{}\"",
            toSecondary ? " with secondary output" : "",
            failure.steps(),
            time(failure.next()),
            chunk,
            error.getClass().getSimpleName(),
            error.getMessage(),
            pluginId);
    log.debug("why chunk {} failed", chunk, error);
    return End.BACK;
  }

  /** Finds a place for a chunk that no retry helps; false if there is none but the queue. */
  private boolean settle(BufferedChunk chunk, boolean toSecondary, Throwable error) {
    Optional<String> refusal = whyNoSecondary(toSecondary);
    if (refusal.isPresent()) {
      unrecoverable(refusal.get(), error, null);
      return backups.take(chunk);
    }
    unrecoverable(
        "got unrecoverable error in primary. Skip retry and flush chunk to secondary", error, null);
    try {
      statistics.writeSecondaryCount().increment();
      secondary.orElseThrow().deliver(chunk);
      return true;
    } catch (Exception secondError) {
      statistics.retryCount().increment();
      unrecoverable("got an error in secondary for unrecoverable error", secondError, error);
      return backups.take(chunk);
    }
  }

  private Optional<String> whyNoSecondary(boolean toSecondary) {
    if (secondary.isEmpty()) {
      return Optional.of("got unrecoverable error in primary and no secondary");
    }
    if (toSecondary) {
      return Optional.of("got unrecoverable error in secondary");
    }
    if (secondary.get().isSameTypeAs(primary)) {
      return Optional.of(
          "got unrecoverable error in primary and secondary type is same as primary");
    }
    return secondary.get().commitsLater()
        ? Optional.of("got unrecoverable error in primary and secondary is async output")
        : Optional.empty();
  }

  private void unrecoverable(String what, Throwable error, @Nullable Throwable first) {
    log.warn(
        "{} error_class={} error=\"{}\"",
        what,
        error.getClass().getSimpleName(),
        error.getMessage(),
        first == null ? error : first);
  }

  /**
   * Drops the queue; staged chunks stay. What is in files is copied away first, or if that fails
   * left where it is.
   */
  private void giveUp(int steps, Throwable error) {
    lastFailure.forget();
    log.error(
        "Hit limit for retries. dropping all chunks in the buffer queue. retry_times={} records={}"
            + " error_class={} error=\"{}\"",
        steps,
        buffer.gauges().queuedRecords(),
        error.getClass().getSimpleName(),
        error.getMessage());
    List<BufferedChunk> dropped = buffer.dequeueAll();
    boolean evacuated = false;
    for (BufferedChunk chunk : dropped) {
      boolean inFiles = !chunk.files().isEmpty();
      boolean safe = inFiles && backups.evacuate(chunk);
      evacuated |= safe;
      if (inFiles && !safe) {
        buffer.leave(chunk);
      } else {
        buffer.purge(chunk);
      }
    }
    if (evacuated) {
      log.warn("chunk files are evacuated to {}.", backups.evacuationDir());
    }
  }

  private static String time(Instant instant) {
    return TIME.format(instant.atZone(ZoneId.systemDefault()));
  }
}
