package io.millrace.event.time;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Locale;
import java.util.TimeZone;

/**
 * The zone in which times are written or read, together with how it was chosen: Ruby names UTC and
 * the local zone, but not one that a configuration gave. Immutable and safe for use by several
 * threads; the offset in force is found without allocation while no transition is crossed.
 */
public final class Zone {
  private enum Choice {
    UTC,
    LOCAL,
    GIVEN
  }

  /** One offset and the seconds {@code [from, to)} in which it is in force. */
  private record Window(long from, long to, int offset, String abbreviation) {}

  private static final Zone UTC_ZONE = new Zone(ZoneOffset.UTC, Choice.UTC);

  private final ZoneId id;
  private final Choice choice;
  private Window window; // replaced as a whole; a reader that sees an old one only works more

  private Zone(ZoneId id, Choice choice) {
    this.id = id;
    this.choice = choice;
    this.window = windowAt(0);
  }

  /** UTC, chosen by {@code utc}. */
  public static Zone utc() {
    return UTC_ZONE;
  }

  /** The zone of this process. */
  public static Zone local() {
    return new Zone(ZoneId.systemDefault(), Choice.LOCAL);
  }

  /** {@code id} as if it were the zone of this process. */
  public static Zone local(ZoneId id) {
    return new Zone(id, Choice.LOCAL);
  }

  /** A zone chosen by name or offset. */
  public static Zone given(ZoneId id) {
    return new Zone(id, Choice.GIVEN);
  }

  /** The zone. */
  public ZoneId id() {
    return id;
  }

  /** Whether this is UTC by choice, which ISO 8601 writes as {@code Z}. */
  public boolean isUtc() {
    return choice == Choice.UTC;
  }

  /** Seconds by which the zone is ahead of UTC at {@code second} since 1970-01-01 UTC. */
  public int offsetAt(long second) {
    return at(second).offset;
  }

  /** The zone's abbreviation at {@code second}; empty for a zone chosen by name or offset. */
  public String abbreviationAt(long second) {
    return at(second).abbreviation;
  }

  /**
   * Seconds by which the zone is ahead when its clocks show {@code second}. In an hour that occurs
   * twice it is the first one; a time that is left out is read with the offset before it.
   */
  public int offsetOfLocal(long second) {
    Window near = at(second - window.offset);
    boolean inside =
        near.from <= second - near.offset - 86_400 && second - near.offset + 86_400 < near.to;
    if (inside) {
      return near.offset;
    }
    return id.getRules()
        .getOffset(LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC))
        .getTotalSeconds();
  }

  private Window at(long second) {
    Window known = window;
    if (known.from <= second && second < known.to) {
      return known;
    }
    Window found = windowAt(second);
    window = found;
    return found;
  }

  private Window windowAt(long second) {
    ZoneRules rules = id.getRules();
    Instant instant = Instant.ofEpochSecond(second);
    ZoneOffsetTransition before = rules.previousTransition(instant.plusSeconds(1));
    ZoneOffsetTransition after = rules.nextTransition(instant);
    return new Window(
        before == null ? Long.MIN_VALUE : before.toEpochSecond(),
        after == null ? Long.MAX_VALUE : after.toEpochSecond(),
        rules.getOffset(instant).getTotalSeconds(),
        abbreviation(second));
  }

  private String abbreviation(long second) {
    if (choice == Choice.GIVEN) {
      return "";
    }
    if (choice == Choice.UTC || id.normalized().equals(ZoneOffset.UTC)) {
      return "UTC";
    }
    boolean daylight = id.getRules().isDaylightSavings(Instant.ofEpochSecond(second));
    return TimeZone.getTimeZone(id).getDisplayName(daylight, TimeZone.SHORT, Locale.US);
  }

  /** The zone's name or offset. */
  @Override
  public String toString() {
    return id.toString();
  }
}
