package io.millrace.engine.flush;

import io.millrace.api.RetryableException;
import org.jspecify.annotations.Nullable;

/**
 * The kind of failure that the log has told of, so that it is silent while tries go on failing the
 * same way: an outage is one line, however many chunks, threads and tries there are. Safe for use
 * by several threads.
 */
final class LastFailure {
  private @Nullable String told; // guarded by this

  /** Takes note of a failure; true if it is another one than the last. */
  synchronized boolean changesTo(Throwable error, boolean toSecondary) {
    String kind = toSecondary + " " + error.getClass().getName();
    if (error instanceof RetryableException retryable) {
      kind += " " + retryable.kind();
    }
    boolean changed = !kind.equals(told);
    told = kind;
    return changed;
  }

  /** The trouble is over: the next failure is news again. */
  synchronized void forget() {
    told = null;
  }
}
