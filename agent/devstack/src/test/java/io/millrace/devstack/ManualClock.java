package io.millrace.devstack;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that starts at the real time, as signatures need, and moves on when told to. */
final class ManualClock implements InstantSource {
  private volatile Instant now = Instant.now();

  void advance(Duration time) {
    now = now.plus(time);
  }

  @Override
  public Instant instant() {
    return now;
  }
}
