package io.millrace.event.time;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The zone abbreviations that Ruby's {@code Time.strptime} and {@code Time.parse} know: those of
 * RFC 2822 and the military letters. It takes any other for the local zone.
 */
final class ZoneNames {
  private static final Map<String, Integer> HOURS =
      Map.ofEntries(
          Map.entry("UTC", 0),
          Map.entry("UT", 0),
          Map.entry("GMT", 0),
          Map.entry("Z", 0),
          Map.entry("EST", -5),
          Map.entry("EDT", -4),
          Map.entry("CST", -6),
          Map.entry("CDT", -5),
          Map.entry("MST", -7),
          Map.entry("MDT", -6),
          Map.entry("PST", -8),
          Map.entry("PDT", -7));

  private static final String EAST = "ABCDEFGHIKLM";
  private static final String WEST = "NOPQRSTUVWXY";

  private ZoneNames() {}

  /** Seconds ahead of UTC of the zone called {@code name}. */
  static OptionalInt offset(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    Integer hours = HOURS.get(upper);
    if (hours != null) {
      return OptionalInt.of(hours * 3600);
    }
    int letter = upper.length() == 1 ? EAST.indexOf(upper) : -1;
    if (letter >= 0) {
      return OptionalInt.of((letter + 1) * 3600);
    }
    letter = upper.length() == 1 ? WEST.indexOf(upper) : -1;
    return letter >= 0 ? OptionalInt.of(-(letter + 1) * 3600) : OptionalInt.empty();
  }
}
