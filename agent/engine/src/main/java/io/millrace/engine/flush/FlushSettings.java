package io.millrace.engine.flush;

import io.millrace.api.Chunk;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When and by how many threads chunks are flushed.
 *
 * @param mode {@code flush_mode}, resolved
 * @param interval {@code flush_interval}
 * @param timekey length of a time slice; empty if chunks are not told apart by time
 * @param timekeyWait {@code timekey_wait}
 * @param threadCount {@code flush_thread_count}
 * @param threadInterval {@code flush_thread_interval}
 * @param burstInterval {@code flush_thread_burst_interval}
 * @param delayedCommitTimeout {@code delayed_commit_timeout}
 * @param atShutdown {@code flush_at_shutdown}
 * @param slowFlush {@code slow_flush_log_threshold}
 */
public record FlushSettings(
    FlushMode mode,
    Duration interval,
    Optional<Duration> timekey,
    Duration timekeyWait,
    int threadCount,
    Duration threadInterval,
    Duration burstInterval,
    Duration delayedCommitTimeout,
    boolean atShutdown,
    Duration slowFlush) {

  /** A look at the stage is not worth it more often than this part of the interval. */
  private static final int LOOKS_PER_INTERVAL = 11;

  /** The same without a thread that delivers: chunks are queued when they are full, and stay. */
  public FlushSettings withoutThreads() {
    return new FlushSettings(
        mode,
        interval,
        timekey,
        timekeyWait,
        0,
        threadInterval,
        burstInterval,
        delayedCommitTimeout,
        false,
        slowFlush);
  }

  /**
   * How often the stage must be looked at for chunks that are due; empty if time makes none due.
   *
   * <p>Source: Fluentd's enqueue thread.
   */
  public Optional<Duration> stageLookInterval() {
    Optional<Duration> base = mode == FlushMode.INTERVAL ? Optional.of(interval) : Optional.empty();
    if (timekey.isPresent()
        && (base.isEmpty() || timekey.get().compareTo(base.orElseThrow()) < 0)) {
      base = Optional.of(shorter(timekey.get(), timekeyWait));
    }
    return base.map(it -> longer(it.dividedBy(LOOKS_PER_INTERVAL), threadInterval));
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }

  /**
   * Whether a staged chunk is due at {@code now}: its time slice is over and {@code timekey_wait}
   * has passed, or it is as old as {@code flush_interval}. Whole seconds count, as in Fluentd; time
   * slices are compared on UTC boundaries. So is one from the future: the clock was set back, and
   * would hold it for as long again.
   */
  public boolean isDue(Chunk chunk, Instant now) {
    long second = now.getEpochSecond();
    if (timekey.isPresent() && chunk.key().timekey().isPresent()) {
      long length = Math.max(1, timekey.get().toSeconds());
      long slice = chunk.key().timekey().getAsLong();
      if (slice < second - Math.floorMod(second, length)
          && slice + length + timekeyWait.toSeconds() <= second) {
        return true;
      }
    }
    if (mode != FlushMode.INTERVAL) {
      return false;
    }
    Instant created = chunk.createdAt();
    return created.isAfter(now)
        || !created.plusSeconds(interval.toSeconds()).isAfter(Instant.ofEpochSecond(second));
  }
}
