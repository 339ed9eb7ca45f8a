package io.millrace.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that moves when a test says so. */
public final class ManualClock implements InstantSource {
  private final AtomicReference<Instant> now;

  /** Stands at {@code start}. */
  public ManualClock(Instant start) {
    now = new AtomicReference<>(start);
  }

  /** Stands at 2023-11-14 22:13:20 UTC, second 1,700,000,000. */
  public ManualClock() {
    this(Instant.ofEpochSecond(1_700_000_000));
  }

  /** Moves on by {@code time}. */
  public void advance(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }

  /** Moves to {@code instant}, which may lie in the past. */
  public void set(Instant instant) {
    now.set(instant);
  }

  @Override
  public Instant instant() {
    return now.get();
  }
}
