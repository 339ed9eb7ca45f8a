package io.millrace.engine.flush;

import io.millrace.api.RetryStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Whether an output is being retried now, shared by its flush threads. At a reload the output of
 * the next graph goes on with it. Safe for use by several threads.
 */
public final class Retries {
  /**
   * What a failure led to.
   *
   * @param over whether it is time to give up; the timeline is cleared then
   * @param steps failed tries after the first one
   * @param next when to try next
   */
  record Failure(boolean over, int steps, Instant next) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final RetryPolicy policy;
  private final InstantSource clock;
  private final FlushTimer timer;
  private @Nullable RetryState state; // guarded by lock

  Retries(RetryPolicy policy, InstantSource clock, FlushTimer timer) {
    this.policy = policy;
    this.clock = clock;
    this.timer = timer;
  }

  /** Goes on where {@code former}, of the same policy, is now. Call before the loop starts. */
  public void goOnFrom(Retries former) {
    RetryState running = former.running();
    lock.lock();
    try {
      state = running;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable RetryState running() {
    lock.lock();
    try {
      return state;
    } finally {
      lock.unlock();
    }
  }

  /** Takes note of a failure. */
  Failure failed() {
    lock.lock();
    try {
      RetryState current = state;
      if (current == null) {
        current =
            new RetryState(
                policy,
                clock.instant(),
                timer.nanos(),
                () -> ThreadLocalRandom.current().nextDouble());
      } else {
        current.failed(timer.nanos());
      }
      state = current.isOver() ? null : current;
      return new Failure(current.isOver(), current.steps(), nextTime(current));
    } finally {
      lock.unlock();
    }
  }

  /** By the wall clock as it is now. */
  private Instant nextTime(RetryState running) {
    return clock.instant().plus(running.untilNext(timer.nanos()));
  }

  /** Takes note of a success; true if it ended a timeline. */
  boolean succeeded() {
    lock.lock();
    try {
      boolean ended = state != null;
      state = null;
      return ended;
    } finally {
      lock.unlock();
    }
  }

  /** Whether something failed and nothing has succeeded since. */
  boolean isRetrying() {
    lock.lock();
    try {
      return state != null;
    } finally {
      lock.unlock();
    }
  }

  /** How long to wait before the next try; empty if nothing failed. */
  Optional<Duration> untilNext() {
    lock.lock();
    try {
      return state == null ? Optional.empty() : Optional.of(state.untilNext(timer.nanos()));
    } finally {
      lock.unlock();
    }
  }

  /** The running timeline; empty if nothing failed. */
  public Optional<RetryStatus> status() {
    lock.lock();
    try {
      return state == null
          ? Optional.empty()
          : Optional.of(new RetryStatus(state.start(), state.steps(), nextTime(state)));
    } finally {
      lock.unlock();
    }
  }

  /** Steps of the running timeline; 0 if nothing failed. */
  public int steps() {
    lock.lock();
    try {
      return state == null ? 0 : state.steps();
    } finally {
      lock.unlock();
    }
  }

  /** Whether a try now goes to the secondary. */
  boolean usesSecondary() {
    lock.lock();
    try {
      return state != null && state.usesSecondary(timer.nanos());
    } finally {
      lock.unlock();
    }
  }
}
