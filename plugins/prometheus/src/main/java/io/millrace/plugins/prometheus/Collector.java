package io.millrace.plugins.prometheus;

import java.time.Duration;

/**
 * Brings values in when the metrics are asked for, but not more often than every interval. Safe for
 * use by several threads.
 */
final class Collector implements Runnable {
  private final Runnable work;
  private final long intervalNanos;
  private boolean ran; // guarded by this
  private long ranAt; // guarded by this

  Collector(Duration interval, Runnable work) {
    this.intervalNanos = interval.toNanos();
    this.work = work;
  }

  @Override
  public synchronized void run() {
    long now = System.nanoTime();
    if (!ran || now - ranAt >= intervalNanos) {
      ran = true;
      ranAt = now;
      work.run();
    }
  }
}
