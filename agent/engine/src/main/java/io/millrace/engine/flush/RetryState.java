package io.millrace.engine.flush;

import java.time.Duration;
import java.time.Instant;
import java.util.function.DoubleSupplier;

/**
 * The retry timeline of an output, from the first failure to a success or the limit. One for the
 * whole output, whatever number of chunks fail. Not safe for use by several threads.
 *
 * <p>Times are kept as seconds since the first failure: that makes waits of years, which a large
 * base soon gives, harmless. They are those of a clock that nobody sets, in nanoseconds from any
 * origin: neither a wait nor the time-out changes with the wall clock, which is for people only.
 *
 * <p>Source: Fluentd's retry_state.
 */
final class RetryState {
  /** Waits are changed by up to this part when they are randomised. */
  private static final double RANDOM_WIDTH = 0.125;

  /** A longer wait, in seconds, is not told from this one: thirty years. */
  private static final double LONGEST = 1e9;

  private final RetryPolicy policy;
  private final DoubleSupplier random;
  private final Instant start;
  private final long startNanos;
  private final double timeout;
  private final double switchAt;
  private int steps;
  private int secondarySteps;
  private boolean onSecondary;
  private double next;
  private boolean reachedTimeout;
  private boolean timedOut;

  /**
   * Begins at the first failure.
   *
   * @param wall what the wall clock shows
   * @param random numbers from 0 to 1
   */
  RetryState(RetryPolicy policy, Instant wall, long nanos, DoubleSupplier random) {
    this.policy = policy;
    this.random = random;
    this.start = wall;
    this.startNanos = nanos;
    this.timeout = RetryPolicy.seconds(policy.timeout());
    this.switchAt = policy.secondsToSecondary();
    this.next = RetryPolicy.seconds(policy.firstWait());
  }

  /** Takes note of another failure: a step if the next try was due, else only a new wait. */
  void failed(long nanos) {
    double at = since(nanos);
    if (at < next) {
      next = nextTime(at);
      return;
    }
    steps++;
    if (hasSecondary() && !onSecondary && at >= switchAt) {
      onSecondary = true;
      secondarySteps = steps;
    }
    next = nextTime(at);
    if (reachedTimeout) {
      timedOut = next >= timeout;
    } else {
      reachedTimeout = next >= timeout;
    }
  }

  private double nextTime(double at) {
    double wait = policy.interval(onSecondary ? steps - secondarySteps : steps);
    if (policy.randomize()) {
      wait += wait * RANDOM_WIDTH * (2 * random.getAsDouble() - 1);
    }
    if (policy.forever()) {
      return at + wait;
    }
    return Math.min(at + wait, hasSecondary() && !onSecondary ? switchAt : timeout);
  }

  private boolean hasSecondary() {
    return policy.secondaryThreshold().isPresent() && !policy.forever();
  }

  private double since(long nanos) {
    return (nanos - startNanos) / 1e9;
  }

  /** Whether a try at {@code nanos} goes to the secondary. */
  boolean usesSecondary(long nanos) {
    return hasSecondary() && (onSecondary || since(nanos) >= switchAt);
  }

  /** Whether it is time to give up. */
  boolean isOver() {
    return !policy.forever()
        && (timedOut || (policy.maxTimes().isPresent() && steps >= policy.maxTimes().getAsInt()));
  }

  /** When the first try failed, by the wall clock of that moment. */
  Instant start() {
    return start;
  }

  /** Failed tries after the first one. */
  int steps() {
    return steps;
  }

  /** How long to wait before the next try; zero if it is due. */
  Duration untilNext(long nanos) {
    double wait = next - since(nanos);
    return Duration.ofNanos(Math.round(Math.min(Math.max(wait, 0), LONGEST) * 1e9));
  }
}
