package io.millrace.event;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * The time of an event.
 *
 * @param seconds since 1970-01-01 UTC, 0 to 2^32 - 1 on the wire
 * @param nanos 0 to 999,999,999
 */
public record EventTime(long seconds, int nanos) implements Comparable<EventTime> {
  /** {@code instant} as an event time. */
  public static EventTime of(Instant instant) {
    return new EventTime(instant.getEpochSecond(), instant.getNano());
  }

  /** Whole seconds. */
  public static EventTime ofSeconds(long seconds) {
    return new EventTime(seconds, 0);
  }

  /**
   * Seconds with a fraction, to the last bit of the float, as Ruby's {@code Time.at} takes them.
   *
   * @throws IllegalArgumentException if {@code seconds} is no number
   */
  public static EventTime ofExactSeconds(double seconds) {
    if (Double.isNaN(seconds) || Double.isInfinite(seconds)) {
      throw new IllegalArgumentException(seconds + " is no time");
    }
    double whole = Math.floor(seconds);
    BigDecimal fraction = new BigDecimal(seconds).subtract(new BigDecimal(whole));
    return new EventTime((long) whole, fraction.movePointRight(9).intValue());
  }

  /** This time as an instant. */
  public Instant toInstant() {
    return Instant.ofEpochSecond(seconds, nanos);
  }

  @Override
  public int compareTo(EventTime other) {
    int bySeconds = Long.compare(seconds, other.seconds);
    return bySeconds != 0 ? bySeconds : Integer.compare(nanos, other.nanos);
  }
}
