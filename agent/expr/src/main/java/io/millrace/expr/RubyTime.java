package io.millrace.expr;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/**
 * A Ruby {@code Time}.
 *
 * @param instant the moment
 * @param zone the zone it is shown in; {@link ZoneOffset#UTC} prints as {@code UTC}
 */
public record RubyTime(Instant instant, ZoneId zone) implements Comparable<RubyTime> {

  ZonedDateTime local() {
    return instant.atZone(zone);
  }

  boolean isUtc() {
    return zone.equals(ZoneOffset.UTC);
  }

  /** The nanoseconds within the second. */
  int nanos() {
    return local().getNano();
  }

  double seconds() {
    return instant.getEpochSecond() + instant.getNano() / 1e9;
  }

  @Override
  public int compareTo(RubyTime other) {
    return instant.compareTo(other.instant);
  }
}
