package io.millrace.plugins.tail;

/**
 * {@code read_bytes_limit_per_second} of one file: a budget of bytes that is renewed when a second
 * has passed since its first use.
 */
final class ReadRate {
  private static final long SECOND = 1_000_000_000L;

  private final long limit;
  private long startNanos;
  private long used;

  /** At most {@code limit} bytes per second; any number if it is negative. */
  ReadRate(long limit) {
    this.limit = limit;
  }

  /** Number of bytes that may be read now; 0 to wait. */
  long budget(long nowNanos) {
    if (limit < 0) {
      return Long.MAX_VALUE;
    }
    if (used == 0 || nowNanos - startNanos >= SECOND) {
      startNanos = nowNanos;
      used = 0;
    }
    return Math.max(0, limit - used);
  }

  /** Takes note that {@code bytes} were read. */
  void use(long bytes) {
    used += bytes;
  }
}
