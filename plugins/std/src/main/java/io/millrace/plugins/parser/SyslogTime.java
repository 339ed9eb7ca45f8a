package io.millrace.plugins.parser;

import io.millrace.api.ParseException;
import io.millrace.api.TimeParser;
import io.millrace.api.TimeSettings;
import io.millrace.api.TimeType;
import io.millrace.event.time.TimeSlot;
import java.time.InstantSource;
import java.util.Optional;

/** The time of a syslog message: as many words as its format has. */
final class SyslogTime {
  /** Format of RFC 5424's times with a fraction. */
  static final String RFC5424_FORMAT = "%Y-%m-%dT%H:%M:%S.%L%z";

  private static final String WHOLE_SECONDS = "%Y-%m-%dT%H:%M:%S%z";

  private final String format;
  private final int words;
  private final TimeParser parser;
  private final Optional<TimeParser> fallback;

  private SyslogTime(String format, TimeParser parser, Optional<TimeParser> fallback) {
    this.format = format;
    this.words = format.split(" +", -1).length;
    this.parser = parser;
    this.fallback = fallback;
  }

  /** Of {@code format} only. */
  static SyslogTime of(String format, TimeSettings settings, InstantSource clock) {
    return new SyslogTime(format, parser(format, settings, clock), Optional.empty());
  }

  /** Of {@code format}, or of RFC 5424's without a fraction. */
  static SyslogTime withFallback(String format, TimeSettings settings, InstantSource clock) {
    return new SyslogTime(
        format,
        parser(format, settings, clock),
        Optional.of(parser(WHOLE_SECONDS, settings, clock)));
  }

  private static TimeParser parser(String format, TimeSettings settings, InstantSource clock) {
    return TimeParser.of(settings.withFormat(format), TimeType.STRING, clock);
  }

  /** The format. */
  String format() {
    return format;
  }

  /** Index of the space behind the time that starts at {@code from}; -1 if there is none. */
  int end(byte[] a, int from, int to) {
    int space = from - 1;
    for (int word = 0; word < words; word++) {
      int at = space + 1;
      while (at < to && a[at] == ' ') {
        at++;
      }
      space = Scan.indexOf(a, ' ', at, to);
      if (space < 0) {
        return -1;
      }
    }
    return space;
  }

  /**
   * The time that {@code [from, to)} tells.
   *
   * @throws ParseException if it tells none
   */
  TimeSlot read(byte[] a, int from, int to) {
    if (fallback.isEmpty()) {
      return parser.read(a, from, to);
    }
    // The usual format needs a point: without one, do not pay for an exception.
    if (format.equals(RFC5424_FORMAT) && Scan.indexOf(a, '.', from, to) < 0) {
      return fallback.get().read(a, from, to);
    }
    try {
      return parser.read(a, from, to);
    } catch (ParseException e) {
      return fallback.get().read(a, from, to);
    }
  }
}
