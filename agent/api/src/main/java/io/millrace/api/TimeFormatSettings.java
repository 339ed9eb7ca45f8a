package io.millrace.api;

import io.millrace.event.time.TimeZones;
import io.millrace.event.time.Zone;
import java.util.Optional;

/**
 * The time parameters that formatters, {@code <inject>} and others share.
 *
 * <p>{@code timezone} wins over {@code localtime}, which wins over {@code utc}; without any of them
 * times are local.
 *
 * <p>Source: Fluentd's TimeParameters and TimeFormatter.
 */
public record TimeFormatSettings(
    @Param(doc = "Format of times, as for Ruby's strftime; without it ISO 8601.")
        Optional<String> timeFormat,
    @Param(doc = "Whether times are local, which they are unless utc or timezone is set.")
        Optional<Boolean> localtime,
    @Param(doc = "Whether times are in UTC.") Optional<Boolean> utc,
    @Param(doc = "Time zone: an offset such as +09:00, or a name such as Asia/Tokyo.")
        Optional<String> timezone) {
  /** Local times in ISO 8601. */
  public static final TimeFormatSettings DEFAULT =
      new TimeFormatSettings(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if they contradict each other or name no zone
   */
  public TimeFormatSettings {
    if (localtime.isPresent() && localtime.equals(utc)) {
      throw new IllegalArgumentException(
          "both of utc and localtime are specified, use only one of them");
    }
    timezone.ifPresent(TimeZones::parse);
  }

  /** The zone times are written in. */
  public Zone zone() {
    if (timezone.isPresent()) {
      return TimeZones.parse(timezone.get());
    }
    return localtime.orElse(!utc.orElse(false)) ? Zone.local() : Zone.utc();
  }

  /** Writes times in {@code time_format}, else in ISO 8601. */
  public TimeFormatter formatter(TimeType type) {
    return TimeFormatter.of(type, this, Optional.empty());
  }

  /** Writes times in {@code time_format}, else in {@code defaultFormat}. */
  public TimeFormatter formatter(TimeType type, String defaultFormat) {
    return TimeFormatter.of(type, this, Optional.of(defaultFormat));
  }
}
