package io.millrace.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that moves when a test says so. Safe for use by several threads. */
public final class ManualClock implements InstantSource {
  private Instant now; // guarded by this

  /** Stands at {@code start}. */
  public ManualClock(Instant start) {
    now = start;
  }

  /** Stands at 2023-11-14 22:13:20 UTC, second 1,700,000,000. */
  public ManualClock() {
    this(Instant.ofEpochSecond(1_700_000_000));
  }

  /** Moves on by {@code time}. */
  public synchronized void advance(Duration time) {
    now = now.plus(time);
  }

  /** Moves to {@code instant}, which may lie in the past. */
  public synchronized void set(Instant instant) {
    now = instant;
  }

  @Override
  public synchronized Instant instant() {
    return now;
  }
}
