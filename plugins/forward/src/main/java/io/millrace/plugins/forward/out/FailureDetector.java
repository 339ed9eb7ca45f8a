package io.millrace.plugins.forward.out;

import java.time.Duration;
import java.time.Instant;

/**
 * Judges the silence of a server by the intervals between its signs of life: how unlikely is it,
 * given those? Not safe for use by several threads.
 *
 * <p>Source: Fluentd's out_forward, failure detector; Hayashibara and others, "The phi accrual
 * failure detector".
 */
final class FailureDetector {
  private static final int MAX_SAMPLES = 1000;
  private static final double PHI_FACTOR = 1 / Math.log(10);
  private static final double MICROS = 1e6;

  private final double interval;
  private final double hardTimeout;
  private final long[] gaps = new long[MAX_SAMPLES];
  private int first;
  private int size;
  private double last;

  /** Of a server that is taken to have been there at {@code start}. */
  FailureDetector(Duration interval, Duration hardTimeout, Instant start) {
    this.interval = seconds(interval);
    this.hardTimeout = seconds(hardTimeout);
    this.last = seconds(start);
    append((long) (this.interval * MICROS));
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private static double seconds(Instant instant) {
    return instant.getEpochSecond() + instant.getNano() / 1e9;
  }

  /** Takes note of a sign of life. */
  void add(Instant at) {
    double now = seconds(at);
    append((long) ((size == 0 ? interval : now - last) * MICROS));
    last = now;
  }

  private void append(long gap) {
    if (size == MAX_SAMPLES) {
      first = (first + 1) % MAX_SAMPLES;
      size--;
    }
    gaps[(first + size++) % MAX_SAMPLES] = gap;
  }

  /** Signs of life since {@link #clear}. */
  int samples() {
    return size;
  }

  /** Whether it has been silent longer than any server may be. */
  boolean isHardTimeout(Instant at) {
    return seconds(at) - last > hardTimeout;
  }

  /** How unlikely the silence is: 1 is one in ten, 2 one in a hundred. Later gaps count more. */
  double phi(Instant at) {
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
    double mean = micros / MICROS - interval + 1;
    double silence = seconds(at) - last - interval + 1;
    return PHI_FACTOR * silence / mean;
  }

  /** Forgets everything: the server is away. */
  void clear() {
    size = 0;
    first = 0;
    last = 0;
  }
}
