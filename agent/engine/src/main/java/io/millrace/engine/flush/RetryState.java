package io.millrace.engine.flush;

import java.time.Duration;
import java.time.Instant;
import java.util.function.DoubleSupplier;

/**
 * The retry timeline of an output, from the first failure to a success or the limit. One for the
 * whole output, whatever number of chunks fail. Not safe for use by several threads.
 *
 * <p>Times are kept as seconds since the first failure: that makes waits of years, which a large
 * base soon gives, harmless.
 *
 * <p>Source: Fluentd's retry_state.
 */
final class RetryState {
  /** Waits are changed by up to this part when they are randomised. */
  private static final double RANDOM_WIDTH = 0.125;

  private final RetryPolicy policy;
  private final DoubleSupplier random;
  private final Instant start;
  private final double timeout;
  private final double switchAt;
  private int steps;
  private int secondarySteps;
  private boolean onSecondary;
  private double noted;
  private double next;
  private boolean reachedTimeout;
  private boolean timedOut;

  /**
   * Begins at the first failure.
   *
   * @param random numbers from 0 to 1
   */
  RetryState(RetryPolicy policy, Instant now, DoubleSupplier random) {
    this.policy = policy;
    this.random = random;
    this.start = now;
    this.timeout = RetryPolicy.seconds(policy.timeout());
    this.switchAt = policy.secondsToSecondary();
    this.next = RetryPolicy.seconds(policy.firstWait());
  }

  /** Takes note of another failure: a step if the next try was due, else only a new wait. */
  void failed(Instant now) {
    double at = since(now);
    noted = at;
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

  private double since(Instant now) {
    return RetryPolicy.seconds(Duration.between(start, now));
  }

  /** Whether a try at {@code now} goes to the secondary. */
  boolean usesSecondary(Instant now) {
    return hasSecondary() && (onSecondary || since(now) >= switchAt);
  }

  /** Whether it is time to give up. */
  boolean isOver() {
    return !policy.forever()
        && (timedOut || (policy.maxTimes().isPresent() && steps >= policy.maxTimes().getAsInt()));
  }

  /** When the first try failed. */
  Instant start() {
    return start;
  }

  /** Failed tries after the first one. */
  int steps() {
    return steps;
  }

  /**
   * How long to wait before the next try; zero if it is due. A clock that was set back meanwhile
   * makes the wait no longer than it was.
   */
  Duration untilNext(Instant now) {
    double wait = next - Math.max(noted, since(now));
    return Duration.ofNanos(Math.round(Math.min(Math.max(wait, 0), 1e9) * 1e9));
  }

  /** When to try next. */
  Instant nextTime() {
    long whole = (long) Math.min(next, 1e11);
    return start.plusSeconds(whole).plusNanos(Math.round((Math.min(next, 1e11) - whole) * 1e9));
  }
}
