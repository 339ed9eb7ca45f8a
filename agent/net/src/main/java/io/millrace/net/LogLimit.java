package io.millrace.net;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the lines that peers can cause in the log: one every ten seconds, which says how many were
 * left out before it. Safe for use by several threads.
 */
public final class LogLimit {
  private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final AtomicLong due = new AtomicLong(System.nanoTime());
  private final AtomicLong left = new AtomicLong();

  /** Lines left out since the last one, if one is to be written now; else negative. */
  public long next() {
    long at = due.get();
    long now = System.nanoTime();
    if (now - at >= 0 && due.compareAndSet(at, now + PERIOD_NANOS)) {
      return left.getAndSet(0);
    }
    left.incrementAndGet();
    return -1;
  }
}
