package io.millrace.plugins.exec;

import java.time.Duration;

/**
 * Bounds what a process can make us log: so many lines in each period. Safe for use by several
 * threads.
 */
final class LogBudget {
  private final int lines;
  private final long periodNanos;
  private long periodStart; // guarded by this
  private int used; // guarded by this
  private long left; // guarded by this

  /** Of {@code lines} in each {@code period}; a period of no length has no bound. */
  LogBudget(int lines, Duration period) {
    this.lines = lines;
    this.periodNanos = period.toNanos();
    this.periodStart = System.nanoTime();
  }

  /** Lines left out since the last one, if one may be written now; else negative. */
  synchronized long take() {
    long now = System.nanoTime();
    if (now - periodStart >= periodNanos) {
      periodStart = now;
      used = 0;
    }
    if (used >= lines) {
      left++;
      return -1;
    }
    used++;
    long before = left;
    left = 0;
    return before;
  }

  /** What a line says of those left out before it; empty if there are none. */
  static String note(long left) {
    return left == 0 ? "" : " (" + left + " lines like this were left out before)";
  }
}
