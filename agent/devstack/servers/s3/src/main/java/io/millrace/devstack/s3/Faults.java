package io.millrace.devstack.s3;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The failures the server was told to show. Safe for use by several threads. */
final class Faults {

  /** An answer given instead of the real one. */
  record Fault(int status, String code, String message) {}

  private static final int UNTIL_RECOVERY = -1;

  private @Nullable Fault fault; // guarded by this
  private int remaining; // guarded by this
  private Duration delay = Duration.ZERO; // guarded by this

  /** Fails the next {@code times} requests, or every one until {@link #recover} when 0. */
  synchronized void fail(Fault answer, int times) {
    fault = answer;
    remaining = times == 0 ? UNTIL_RECOVERY : times;
  }

  synchronized void delay(Duration time) {
    delay = time;
  }

  synchronized void recover() {
    fault = null;
    delay = Duration.ZERO;
  }

  /** How long to wait before the answer to the request in hand. */
  synchronized Duration delay() {
    return delay;
  }

  /** The failure for the request in hand; counts it. */
  synchronized Optional<Fault> next() {
    Fault current = fault;
    if (current != null && remaining != UNTIL_RECOVERY && --remaining == 0) {
      fault = null;
    }
    return Optional.ofNullable(current);
  }
}
