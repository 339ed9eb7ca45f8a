package io.millrace.event.time;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fluentd's {@code timezone} texts: {@code +HH}, {@code +HHMM}, {@code +HH:MM} (or minus), and
 * {@code Region/City} names. Abbreviations such as {@code JST} are refused: they are ambiguous.
 */
public final class TimeZones {
  private static final Pattern OFFSET = Pattern.compile("([+-])(\\d\\d)(?::?(\\d\\d))?");
  private static final Pattern NAME = Pattern.compile("[^/]+/[^/]+(/[^/]+)?");

  private TimeZones() {}

  /**
   * The zone that {@code text} names.
   *
   * @throws IllegalArgumentException with Fluentd's words, {@code Unsupported timezone 'X'}, if it
   *     is none of the forms, or no zone has that name
   */
  public static Zone parse(String text) {
    Matcher offset = OFFSET.matcher(text);
    if (offset.matches()) {
      int hours = Integer.parseInt(offset.group(2));
      int minutes = offset.group(3) == null ? 0 : Integer.parseInt(offset.group(3));
      int seconds = (hours * 60 + minutes) * 60;
      if (minutes < 60 && seconds <= ZoneOffset.MAX.getTotalSeconds()) {
        return Zone.given(
            ZoneOffset.ofTotalSeconds("-".equals(offset.group(1)) ? -seconds : seconds));
      }
    } else if (NAME.matcher(text).matches() && ZoneId.getAvailableZoneIds().contains(text)) {
      return Zone.given(ZoneId.of(text));
    }
    throw new IllegalArgumentException("Unsupported timezone '" + text + "'");
  }
}
