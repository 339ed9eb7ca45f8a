package io.millrace.plugins.prometheus;

import java.util.concurrent.atomic.DoubleAdder;

/** One number: a counter or a gauge. */
final class Single extends Series {
  private final DoubleAdder sum = new DoubleAdder();
  private volatile double last;

  @Override
  void update(Kind kind, double value) {
    if (kind == Kind.COUNTER) {
      sum.add(value);
    } else {
      set(value);
    }
  }

  /** Sets a gauge, or a counter that somebody else counts. */
  void set(double value) {
    last = value;
  }

  /** What was set, and all that was added. */
  double value() {
    return last + sum.sum();
  }
}
