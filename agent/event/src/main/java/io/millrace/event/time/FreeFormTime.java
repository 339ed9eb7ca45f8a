package io.millrace.event.time;

import io.millrace.event.ByteSlice;
import io.millrace.event.EventTime;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a time without being told its format, as Ruby's {@code Time.parse} does for the usual ones:
 * ISO 8601, RFC 2822, {@code Wed Oct 11 14:32:52 2000}, {@code 2016/10/21 01:54:30}, {@code
 * 20161021T015430Z}, {@code 14:32}. What is missing above the largest part comes from now; without
 * a zone it is the local one. Immutable and safe for use by several threads.
 *
 * <p>It looks for a time of day and a date anywhere in the text, so words around them do not
 * matter. Texts that are longer than {@value #MAX_LENGTH} bytes are refused, as Ruby does.
 */
public final class FreeFormTime {
  private static final int MAX_LENGTH = 128;

  private static final String MONTH = "(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*";
  private static final String ZONE = "(z\\b|(?:gmt|utc?)?[+-]\\d{2}(?::?\\d{2})?|[a-z]+\\b)";

  private static final Pattern CLOCK =
      pattern(
          "(?<!\\d)(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d+))?)?(?:\\s*([ap])\\.?m\\.?\\b)?"
              + "(?:\\s*"
              + ZONE
              + ")?");
  private static final Pattern COMPACT =
      pattern(
          "(?<!\\d)(\\d{4})(\\d{2})(\\d{2})(?:t?(\\d{2})(\\d{2})(\\d{2})?(?:[.,](\\d+))?"
              + ZONE
              + "?)?(?!\\d)");
  private static final Pattern DAY_MONTH =
      pattern("(?<!\\d)(\\d{1,2})(?:st|nd|rd|th)?[\\s/-]*" + MONTH + "\\.?(?:[\\s/,-]*'?(\\d+))?");
  private static final Pattern MONTH_DAY =
      pattern("\\b" + MONTH + "\\.?\\s*(\\d{1,2})(?:st|nd|rd|th)?(?!\\d)(?:\\s*,?\\s*'?(\\d+))?");
  private static final Pattern ISO =
      pattern("(?<!\\d)([+-]?\\d{2,9})-(\\d{1,2})-(\\d{1,2})(?!\\d)");
  private static final Pattern ORDINAL = pattern("(?<!\\d)(\\d{4})-(\\d{3})(?!\\d)");
  private static final Pattern SLASHES =
      pattern("(?<!\\d)(\\d{1,4})[/.](\\d{1,2})(?:[/.](\\d{1,4}))?(?!\\d)");

  /** What one thread reads with. */
  private static final class Scratch {
    final TimeText text = new TimeText();
    final TimeFields fields = new TimeFields();
  }

  private final Zone zone;
  private final InstantSource clock;
  private final ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);

  /** Reads texts without a zone in {@code zone}; {@code clock} tells what a text leaves out. */
  public FreeFormTime(Zone zone, InstantSource clock) {
    this.zone = zone;
    this.clock = clock;
  }

  private static Pattern pattern(String regex) {
    return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
  }

  /**
   * The time that {@code text} tells.
   *
   * @throws TimeParseException if none can be made out
   */
  public EventTime parse(ByteSlice text) {
    TimeSlot time = new TimeSlot();
    parse(text.array(), text.offset(), text.end(), time);
    return time.toEventTime();
  }

  /**
   * Puts the time that the text in {@code [from, to)} tells into {@code out}.
   *
   * @throws TimeParseException if none can be made out
   */
  public void parse(byte[] a, int from, int to, TimeSlot out) {
    Scratch mine = scratch.get();
    TimeFields fields = mine.fields.clear();
    if (UsualTime.read(mine.text.reset(a, from, to), fields) && isPossible(fields)) {
      fields.resolve(zone, 0, out);
    } else {
      out.set(parse(new String(a, from, to - from, StandardCharsets.UTF_8)));
    }
  }

  /**
   * The time that {@code text} tells.
   *
   * @throws TimeParseException if none can be made out
   */
  public EventTime parse(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new TimeParseException(
          text, "string length (" + text.length() + ") exceeds the limit " + MAX_LENGTH);
    }
    TimeFields fields = new TimeFields();
    boolean dated = compact(text, fields) || date(clock(text, fields), fields);
    TimeSlot time = new TimeSlot();
    if ((dated || fields.hour != TimeFields.NONE)
        && isPossible(fields)
        && fields.resolve(zone, clock.instant().getEpochSecond(), time)) {
      return time.toEventTime();
    }
    throw new TimeParseException(text, "no time information in \"" + text + "\"");
  }

  private static boolean compact(String text, TimeFields fields) {
    Matcher found = COMPACT.matcher(text.trim());
    if (!found.matches()) {
      return false;
    }
    fields.year = number(found, 1);
    fields.month = number(found, 2);
    fields.day = number(found, 3);
    fields.hour = number(found, 4);
    fields.minute = number(found, 5);
    fields.second = number(found, 6);
    fraction(found.group(7), fields);
    zone(found.group(8), fields);
    return true;
  }

  /** Takes the time of day out of {@code text} and answers the rest. */
  private static String clock(String text, TimeFields fields) {
    Matcher found = CLOCK.matcher(text);
    if (!found.find()) {
      return text;
    }
    fields.hour = number(found, 1);
    fields.minute = number(found, 2);
    fields.second = number(found, 3);
    fraction(found.group(4), fields);
    if (found.group(5) != null) {
      fields.halfDay = found.group(5).equalsIgnoreCase("a") ? 0 : 12;
    }
    boolean zoned = zone(found.group(6), fields);
    int end = zoned || found.start(6) < 0 ? found.end() : found.start(6);
    String before = text.substring(0, found.start());
    if (before.endsWith("T") || before.endsWith("t") || before.endsWith(":")) {
      before = before.substring(0, before.length() - 1);
    }
    return before + " " + text.substring(end);
  }

  /** Takes in the date; false if there is none. */
  private static boolean date(String text, TimeFields fields) {
    return iso(text, fields)
        || ordinal(text, fields)
        || dayMonth(text, fields)
        || monthDay(text, fields)
        || slashes(text, fields);
  }

  private static boolean iso(String text, TimeFields fields) {
    Matcher found = ISO.matcher(text);
    return found.find() && set(fields, found.group(1), number(found, 2), number(found, 3));
  }

  private static boolean ordinal(String text, TimeFields fields) {
    Matcher found = ORDINAL.matcher(text);
    if (found.find()) {
      fields.year = number(found, 1);
      fields.yearDay = number(found, 2);
      return true;
    }
    return false;
  }

  private static boolean dayMonth(String text, TimeFields fields) {
    Matcher found = DAY_MONTH.matcher(text);
    return found.find() && set(fields, found.group(3), month(found.group(2)), number(found, 1));
  }

  private static boolean monthDay(String text, TimeFields fields) {
    Matcher found = MONTH_DAY.matcher(text);
    return found.find() && set(fields, found.group(3), month(found.group(1)), number(found, 2));
  }

  /** Year, month and day, or day, month and year if the last is the longest; or month and day. */
  private static boolean slashes(String text, TimeFields fields) {
    Matcher found = SLASHES.matcher(text);
    if (!found.find()) {
      return false;
    }
    if (found.group(3) == null) {
      return set(fields, null, number(found, 1), number(found, 2));
    }
    boolean yearLast = found.group(1).length() < 3 && found.group(3).length() > 2;
    return yearLast
        ? set(fields, found.group(3), number(found, 2), number(found, 1))
        : set(fields, found.group(1), number(found, 2), number(found, 3));
  }

  private static boolean set(TimeFields fields, @Nullable String year, int month, int day) {
    if (year != null) {
      int number = Integer.parseInt(year.length() > 9 ? year.substring(0, 9) : year);
      if (year.length() <= 2) {
        fields.shortYear = number;
      } else {
        fields.year = number;
      }
    }
    fields.month = month;
    fields.day = day;
    return true;
  }

  private static boolean isPossible(TimeFields f) {
    return within(f.month, 1, 12)
        && within(f.day, 1, 31)
        && within(f.yearDay, 1, 366)
        && within(f.hour, 0, 24)
        && within(f.minute, 0, 59)
        && within(f.second, 0, 60);
  }

  private static boolean within(int value, int low, int high) {
    return value == TimeFields.NONE || (value >= low && value <= high);
  }

  private static int number(Matcher found, int group) {
    return found.group(group) == null ? TimeFields.NONE : Integer.parseInt(found.group(group));
  }

  private static int month(String letters) {
    String start = letters.substring(0, 1).toUpperCase(Locale.ROOT);
    return Names.SHORT_MONTHS.indexOf(start + letters.substring(1).toLowerCase(Locale.ROOT)) + 1;
  }

  private static void fraction(@Nullable String digits, TimeFields fields) {
    if (digits != null) {
      fields.nanos = Integer.parseInt((digits + "00000000").substring(0, 9));
    }
  }

  /** Whether {@code text} is a zone; its offset is taken in then. */
  private static boolean zone(@Nullable String text, TimeFields fields) {
    if (text == null) {
      return false;
    }
    int sign = Math.max(text.indexOf('+'), text.indexOf('-'));
    if (sign >= 0) {
      byte[] digits = text.substring(sign).getBytes(StandardCharsets.US_ASCII);
      int offset = new TimeText().reset(digits, 0, digits.length).numericZone();
      if (offset == TimeText.FAILED) {
        return false;
      }
      fields.offset(offset);
      return true;
    }
    OptionalInt offset = ZoneNames.offset(text);
    offset.ifPresent(fields::offset);
    return offset.isPresent();
  }
}
