package io.millrace.devstack;

import java.time.Duration;
import java.util.Optional;

/** The failures a server in this JVM was told to show. Safe for use by several threads. */
final class Faults {
  private Optional<AwsError> error = Optional.empty(); // guarded by this
  private int remaining; // guarded by this
  private Duration delay = Duration.ZERO; // guarded by this
  private long recoveries; // guarded by this

  synchronized void fail(AwsError failure, int times) {
    error = Optional.of(failure);
    remaining = times;
  }

  synchronized void delay(Duration time) {
    delay = time;
  }

  /** Ends all failures; requests that wait go on at once. */
  synchronized void recover() {
    error = Optional.empty();
    delay = Duration.ZERO;
    recoveries++;
    notifyAll();
  }

  /**
   * Shows the failure for the request in hand: waits, then throws or returns.
   *
   * @throws AwsRefusal the failure
   */
  synchronized void show() {
    waitForDelay();
    if (error.isPresent()) {
      AwsError failure = error.get();
      if (--remaining <= 0) {
        error = Optional.empty();
      }
      throw new AwsRefusal(failure);
    }
  }

  private synchronized void waitForDelay() {
    long seen = recoveries;
    long end = System.nanoTime() + delay.toNanos();
    try {
      for (long left = delay.toNanos();
          left > 0 && seen == recoveries;
          left = end - System.nanoTime()) {
        wait(left / 1_000_000 + 1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
