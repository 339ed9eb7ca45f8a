package io.millrace.plugins.tail;

import io.millrace.event.time.Strftime;
import io.millrace.event.time.TimeZones;
import io.millrace.event.time.Zone;
import java.time.Instant;
import java.util.Optional;

/** Fills in the date of a path such as {@code app.%Y-%m-%d.log}. */
final class PathDates {
  private final Zone zone;

  /** Dates in {@code timezone}, or in that of the machine. */
  PathDates(Optional<String> timezone) {
    zone = timezone.map(TimeZones::parse).orElseGet(Zone::local);
  }

  /** {@code path} with the date of {@code now}. */
  String expand(String path, Instant now) {
    return path.contains("%")
        ? Strftime.of(path, zone).format(now.getEpochSecond(), now.getNano())
        : path;
  }
}
