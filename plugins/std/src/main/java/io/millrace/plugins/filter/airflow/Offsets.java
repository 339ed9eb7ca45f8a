package io.millrace.plugins.filter.airflow;

import io.millrace.event.ByteSlice;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Numbers lines so that those of one log_id grow: the time of the line in nanoseconds, or one more
 * than the last number if that is not later. A file that is read again gives its lines the numbers
 * they had. Safe for use by several threads, without locks.
 *
 * <p>Of each log_id nothing is kept but the last number, in a table of fixed size. Two that share a
 * place share their growth too: the numbers of each still grow.
 */
final class Offsets {
  private static final int PLACES = 1 << 14;
  private static final long NANOS = 1_000_000_000L;

  private final AtomicLongArray last = new AtomicLongArray(PLACES);

  /** The number of a line of {@code logId} that was written at that time. */
  long next(ByteSlice logId, long seconds, int nanos) {
    int hash = logId.hashCode() * 0x9e3779b9;
    return last.accumulateAndGet(
        hash >>> 18, seconds * NANOS + nanos, (before, time) -> Math.max(before + 1, time));
  }
}
