package io.millrace.api;

import io.millrace.event.ByteArraySink;
import io.millrace.event.EventView;
import io.millrace.event.RubyFloat;
import io.millrace.event.time.Strftime;
import java.util.Optional;

/** Writes the times of events as the settings say. Immutable; safe for use by several threads. */
public final class TimeFormatter {
  private static final int NANO_DIGITS = 9;

  private final TimeType type;
  private final Strftime format;

  private TimeFormatter(TimeType type, Strftime format) {
    this.type = type;
    this.format = format;
  }

  static TimeFormatter of(
      TimeType type, TimeFormatSettings settings, Optional<String> defaultFormat) {
    Strftime format =
        settings
            .timeFormat()
            .or(() -> defaultFormat)
            .map(text -> Strftime.of(text, settings.zone()))
            .orElseGet(() -> Strftime.iso8601(settings.zone()));
    return new TimeFormatter(type, format);
  }

  /** Appends the time of {@code event}. */
  public void write(EventView event, ByteArraySink out) {
    switch (type) {
      case UNIXTIME -> out.writeAscii(Long.toString(event.seconds()));
      case FLOAT -> writeFloat(event, out);
      case STRING, MIXED -> format.format(event.seconds(), event.nanos(), out);
    }
  }

  /**
   * As Fluentd: nanoseconds of fewer than nine digits are not padded but replaced by as many zeros
   * as are missing, so that 12345678 ns become {@code .0}.
   */
  private static void writeFloat(EventView event, ByteArraySink out) {
    if (event.integerTime()) {
      out.writeAscii(RubyFloat.toString((double) event.seconds()));
      return;
    }
    out.writeAscii(Long.toString(event.seconds()));
    out.write('.');
    String nanos = Integer.toString(event.nanos());
    out.writeAscii(
        nanos.length() == NANO_DIGITS ? nanos : "0".repeat(NANO_DIGITS - nanos.length()));
  }
}
