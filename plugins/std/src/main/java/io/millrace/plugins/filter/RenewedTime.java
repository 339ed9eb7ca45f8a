package io.millrace.plugins.filter;

import io.millrace.event.ByteSlice;
import io.millrace.event.EventTime;
import io.millrace.event.Pack;
import io.millrace.event.PackText;
import io.millrace.event.RecordPath;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An event time taken from a field: Ruby's {@code Time.at(value.to_f)}. */
final class RenewedTime {
  private static final Pattern LEADING_FLOAT =
      Pattern.compile(
          "\\s*([+-]?\\d+(?:_\\d+)*(?:\\.\\d+(?:_\\d+)*)?(?:[eE][+-]?\\d+)?).*", Pattern.DOTALL);

  private RenewedTime() {}

  /**
   * The time in the field; empty if the record has none.
   *
   * @throws IllegalArgumentException if its value is no number, text or nil
   */
  static Optional<EventTime> of(ByteSlice record, RecordPath key) {
    byte[] a = record.array();
    int at = key.find(a, record.offset());
    if (at < 0) {
      return Optional.empty();
    }
    double seconds =
        switch (Pack.kind(a, at)) {
          case NIL -> 0;
          case INTEGER, FLOAT, STRING, BINARY, EXTENSION ->
              leadingFloat(PackText.bytes(a, at).toString());
          default ->
              throw new IllegalArgumentException(
                  "renew_time_key: field '"
                      + key
                      + "' is "
                      + Pack.kind(a, at)
                      + ", not a number of seconds");
        };
    return Optional.of(time(seconds));
  }

  /** The number that {@code text} starts with; 0 if it starts with none, as Ruby's to_f. */
  private static double leadingFloat(String text) {
    Matcher matcher = LEADING_FLOAT.matcher(text);
    return matcher.matches() ? Double.parseDouble(matcher.group(1).replace("_", "")) : 0;
  }

  private static EventTime time(double seconds) {
    if (!Double.isFinite(seconds)) {
      throw new IllegalArgumentException("renew_time_key: " + seconds + " is no time");
    }
    BigDecimal exact = new BigDecimal(seconds);
    BigDecimal whole = exact.setScale(0, RoundingMode.FLOOR);
    int nanos = exact.subtract(whole).movePointRight(9).intValue();
    return new EventTime(whole.longValue(), nanos);
  }
}
