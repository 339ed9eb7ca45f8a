package io.millrace.plugins.kubernetes;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before the next try: longer with each failure in a row, up to a minute, and
 * never the same for the agents of two nodes. Used by one thread.
 */
final class Backoff {
  /** An API that is down must not be asked without a pause, whatever {@code 0} asks for. */
  private static final long MIN_MILLIS = 100;

  private static final long MAX_MILLIS = 60_000;

  private final long firstMillis;
  private final int base;
  private int failures;

  Backoff(CacheConfig config) {
    this.firstMillis = Math.max(MIN_MILLIS, config.watchRetryInterval() * 1000L);
    this.base = config.watchRetryExponentialBackoffBase();
  }

  /** Failures in a row. */
  int failures() {
    return failures;
  }

  /** It worked. */
  void reset() {
    failures = 0;
  }

  /** It failed: how long to wait now, between half and all of the step. */
  Duration next() {
    double step = Math.min(MAX_MILLIS, firstMillis * Math.pow(base, failures));
    failures++;
    double jitter = 0.5 + ThreadLocalRandom.current().nextDouble() / 2;
    return Duration.ofMillis(Math.round(step * jitter));
  }
}
