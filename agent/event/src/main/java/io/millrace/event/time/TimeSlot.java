package io.millrace.event.time;

import io.millrace.event.EventTime;

/**
 * A time that was read last: one object for many times, so that reading makes no garbage. Used by
 * one thread.
 */
public final class TimeSlot {
  private long seconds;
  private int nanos;

  /** Of 1970-01-01. */
  public TimeSlot() {}

  /** Takes another time. */
  public void set(long newSeconds, int newNanos) {
    seconds = newSeconds;
    nanos = newNanos;
  }

  /** Takes another time. */
  public void set(EventTime time) {
    set(time.seconds(), time.nanos());
  }

  /** Seconds since 1970-01-01 UTC. */
  public long seconds() {
    return seconds;
  }

  /** Nanoseconds within the second. */
  public int nanos() {
    return nanos;
  }

  /** The time, to be kept. */
  public EventTime toEventTime() {
    return new EventTime(seconds, nanos);
  }
}
