package io.millrace.api;

import io.millrace.event.time.TimeZones;
import io.millrace.event.time.Zone;
import java.util.List;
import java.util.Optional;

/**
 * How times in texts are read.
 *
 * <p>Source: Fluentd's time parameters.
 */
public record TimeSettings(
    @Param(doc = "What a time is: text, seconds, seconds with a fraction, or one of several.")
        Optional<TimeType> timeType,
    @Param(doc = "Format of a time that is text, as for strptime.") Optional<String> timeFormat,
    @Param(doc = "Read times without a zone as local ones; true unless utc is set.")
        Optional<Boolean> localtime,
    @Param(doc = "Read times without a zone as UTC.") Optional<Boolean> utc,
    @Param(doc = "Zone of times without one, such as +09:00 or Asia/Tokyo.")
        Optional<String> timezone,
    @Param(doc = "Formats to try after time_format, with time_type mixed.", def = "[]")
        List<String> timeFormatFallbacks) {
  /** The rules that concern more than one parameter. */
  public TimeSettings {
    if (localtime.isPresent() && localtime.equals(utc)) {
      throw new IllegalArgumentException(
          "both of utc and localtime are specified, use only one of them");
    }
    timezone.ifPresent(TimeZones::parse);
    timeFormatFallbacks = List.copyOf(timeFormatFallbacks);
    if (timeType.equals(Optional.of(TimeType.MIXED))
        && timeFormat.isEmpty()
        && timeFormatFallbacks.isEmpty()) {
      throw new IllegalArgumentException(
          "time_type is :mixed but time_format and time_format_fallbacks is empty.");
    }
  }

  /** The zone of times that name none. */
  public Zone zone() {
    return timezone.map(TimeZones::parse).orElseGet(() -> isLocal() ? Zone.local() : Zone.utc());
  }

  /** Whether times without a zone are local because nothing else was said. */
  public boolean isLocal() {
    return timezone.isEmpty() && localtime.orElse(!utc.orElse(false));
  }

  /** The same with another format. */
  public TimeSettings withFormat(String format) {
    return new TimeSettings(
        timeType, Optional.of(format), localtime, utc, timezone, timeFormatFallbacks);
  }

  /** Settings of one field's times. */
  public static TimeSettings of(TimeType type, Optional<String> format, Optional<String> timezone) {
    return new TimeSettings(
        Optional.of(type), format, Optional.empty(), Optional.empty(), timezone, List.of());
  }
}
