package io.millrace.engine.flush;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How a failing output is tried again.
 *
 * @param type {@code retry_type}
 * @param firstWait {@code retry_wait}
 * @param base {@code retry_exponential_backoff_base}
 * @param maxInterval {@code retry_max_interval}
 * @param timeout {@code retry_timeout}
 * @param maxTimes {@code retry_max_times}
 * @param forever {@code retry_forever}: no limit ends it
 * @param randomize {@code retry_randomize}: waits are changed by up to an eighth
 * @param secondaryThreshold {@code retry_secondary_threshold}, the part of the whole time after
 *     which the secondary takes over; empty if there is no secondary
 */
public record RetryPolicy(
    Type type,
    Duration firstWait,
    double base,
    Optional<Duration> maxInterval,
    Duration timeout,
    OptionalInt maxTimes,
    boolean forever,
    boolean randomize,
    OptionalDouble secondaryThreshold) {

  /** How waits grow. */
  public enum Type {
    /** Each is a multiple of the one before. */
    EXPONENTIAL_BACKOFF,
    /** They do not. */
    PERIODIC;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Wait after {@code steps} steps, in seconds, not randomised; always finite. */
  double interval(int steps) {
    double wait = seconds(firstWait);
    if (type == Type.PERIODIC) {
      return wait;
    }
    double grown = wait * Math.pow(base, steps);
    for (int k = steps; !Double.isFinite(grown) && k > 0; k--) {
      grown = wait * Math.pow(base, k);
    }
    return maxInterval.isPresent() ? Math.min(grown, seconds(maxInterval.get())) : grown;
  }

  /** Time from the first failure to the switch to the secondary, in seconds. */
  double secondsToSecondary() {
    double all = seconds(timeout);
    if (maxTimes.isPresent()) {
      double sum = 0;
      for (int k = 0; k < maxTimes.getAsInt() && sum < all; k++) {
        sum += interval(k);
      }
      all = Math.min(all, sum);
    }
    return all * secondaryThreshold.orElse(1);
  }

  static double seconds(Duration duration) {
    return duration.toSeconds() + duration.toNanosPart() / 1e9;
  }
}
