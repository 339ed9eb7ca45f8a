package io.millrace.plugins.prometheus;

import java.util.List;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/** What was observed: number, sum, and how many values were at most each bound. */
final class Distribution extends Series {
  private final double[] bounds;
  private final LongAdder[] counts; // of the values between a bound and the one before
  private final LongAdder total = new LongAdder();
  private final DoubleAdder sum = new DoubleAdder();

  Distribution(List<Double> bounds) {
    this.bounds = bounds.stream().mapToDouble(Double::doubleValue).toArray();
    this.counts = new LongAdder[bounds.size()];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = new LongAdder();
    }
  }

  @Override
  void update(Kind kind, double value) {
    for (int i = 0; i < bounds.length; i++) {
      if (value <= bounds[i]) {
        counts[i].increment();
        break;
      }
    }
    total.increment();
    sum.add(value);
  }

  /** Number of values up to and including bound {@code i}. */
  long upTo(int i) {
    long all = 0;
    for (int j = 0; j <= i; j++) {
      all += counts[j].sum();
    }
    return all;
  }

  long total() {
    return total.sum();
  }

  double sum() {
    return sum.sum();
  }
}
