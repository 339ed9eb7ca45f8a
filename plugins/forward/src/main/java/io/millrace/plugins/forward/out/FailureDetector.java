package io.millrace.plugins.forward.out;

import java.time.Duration;

/**
 * Judges the silence of a server by the intervals between its signs of life: how unlikely is it,
 * given those? Moments are those of a clock that nobody sets, as {@link System#nanoTime}. Not safe
 * for use by several threads.
 *
 * <p>Source: Fluentd's out_forward, failure detector; Hayashibara and others, "The phi accrual
 * failure detector".
 */
final class FailureDetector {
  private static final int MAX_SAMPLES = 1000;
  private static final double PHI_FACTOR = 1 / Math.log(10);
  private static final double MICROS = 1e6;
  private static final double NANOS = 1e9;
  private static final long NANOS_PER_MICRO = 1_000;

  private final Duration interval;
  private final long hardTimeoutNanos;
  private final long[] gaps = new long[MAX_SAMPLES];
  private int first;
  private int size;
  private long last;

  /** Of a server that is taken to have been there at {@code start}. */
  FailureDetector(Duration interval, Duration hardTimeout, long start) {
    this.interval = interval;
    this.hardTimeoutNanos = hardTimeout.toNanos();
    this.last = start;
    append(interval.toNanos());
  }

  /** Takes note of a sign of life. */
  void add(long now) {
    append(size == 0 ? interval.toNanos() : now - last);
    last = now;
  }

  private void append(long gapNanos) {
    if (size == MAX_SAMPLES) {
      first = (first + 1) % MAX_SAMPLES;
      size--;
    }
    gaps[(first + size++) % MAX_SAMPLES] = gapNanos / NANOS_PER_MICRO;
  }

  /** Signs of life since {@link #clear}. */
  int samples() {
    return size;
  }

  /**
   * Whether it has been silent longer than any server may be, or all the time since it was away.
   */
  boolean isHardTimeout(long now) {
    return size == 0 || now - last > hardTimeoutNanos;
  }

  /** How unlikely the silence is: 1 is one in ten, 2 one in a hundred. Later gaps count more. */
  double phi(long now) {
    if (size == 0) {
      return 0;
    }
    long sum = 0;
    long weights = 0;
    for (int i = 0; i < size; i++) {
      sum += gaps[(first + i) % MAX_SAMPLES] * (i + 1);
      weights += i + 1;
    }
    long micros = sum / weights;
    double usual = interval.toNanos() / NANOS;
    double mean = micros / MICROS - usual + 1;
    double silence = (now - last) / NANOS - usual + 1;
    return PHI_FACTOR * silence / mean;
  }

  /** Forgets everything: the server is away. */
  void clear() {
    size = 0;
    first = 0;
  }
}
