package io.millrace.plugins.elasticsearch;

import io.millrace.api.Param;
import java.util.Optional;

/** How the times of records are read and written. */
public record TimestampConfig(
    @Param(doc = "Format of times in fields, as for Ruby's strptime; without it any usual one.")
        Optional<String> timeKeyFormat,
    @Param(doc = "Whether the time of time_key names the index only.", def = "false")
        boolean timeKeyExcludeTimestamp,
    @Param(doc = "Digits behind the second of a @timestamp, 0 to 9.", def = "9") int timePrecision,
    @Param(
            doc = "Tag of the error event of a time that cannot be read.",
            def = "Fluent::ElasticsearchOutput::TimeParser.error")
        String timeParseErrorTag) {
  /** Checks the digits. */
  public TimestampConfig {
    if (timePrecision < 0 || timePrecision > 9) {
      throw new IllegalArgumentException(
          "time_precision is " + timePrecision + ", but a second has 0 to 9 digits behind it");
    }
  }
}
