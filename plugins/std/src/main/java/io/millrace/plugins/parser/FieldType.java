package io.millrace.plugins.parser;

import io.millrace.api.PerThread;
import io.millrace.api.TimeParser;
import io.millrace.api.TimeSettings;
import io.millrace.api.TimeType;
import io.millrace.event.ByteSlice;
import io.millrace.event.Pack;
import io.millrace.event.PackText;
import io.millrace.event.PackWriter;
import io.millrace.event.RubyNumber;
import io.millrace.event.time.TimeParseException;
import io.millrace.event.time.TimeSlot;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Converts a value to the type that {@code types} gives a field. Never fails: what cannot be
 * converted is 0, false or nil, as in Fluentd.
 *
 * <p>Source: Fluentd's parser, "types".
 */
@FunctionalInterface
interface FieldType {
  /** Texts that are true. */
  Set<String> TRUE = Set.of("true", "yes", "1");

  /** A zone in front of a time's format. */
  Pattern ZONE = Pattern.compile("([+-]\\d{2}(?::?\\d{2})?|[A-Za-z]+(?:/[A-Za-z0-9_+-]+)+):(.*)");

  /** Writes the packed value at {@code at}, which is neither nil nor false, as this type. */
  void convert(byte[] a, int at, PackWriter out);

  /**
   * The type {@code spec}, such as {@code integer} or {@code time:%Y}, of field {@code key}.
   *
   * @throws IllegalArgumentException if there is no such type
   */
  static FieldType of(String key, String spec, InstantSource clock) {
    int colon = spec.indexOf(':');
    String name = colon < 0 ? spec : spec.substring(0, colon);
    Optional<String> option =
        Optional.of(colon < 0 ? "" : spec.substring(colon + 1)).filter(text -> !text.isEmpty());
    return switch (name) {
      case "string" -> (a, at, out) -> writeText(PackText.bytes(a, at), out);
      case "integer" -> FieldType::integer;
      case "float" -> FieldType::floating;
      case "bool" ->
          (a, at, out) ->
              out.bool(TRUE.contains(PackText.bytes(a, at).toString().toLowerCase(Locale.ROOT)));
      case "time" -> time(option, clock);
      case "array" -> array(option.orElse(","));
      default ->
          throw new IllegalArgumentException(
              "unknown value conversion for key:'"
                  + key
                  + "', type:'"
                  + name
                  + "': use string, integer, float, bool, time or array");
    };
  }

  private static void writeText(ByteSlice text, PackWriter out) {
    out.text(text.array(), text.offset(), text.length());
  }

  private static void integer(byte[] a, int at, PackWriter out) {
    switch (Pack.kind(a, at)) {
      case INTEGER -> out.packed(ByteSlice.of(a, at, Pack.skip(a, at) - at));
      case FLOAT -> truncated(Pack.floating(a, at), out);
      case STRING, BINARY -> {
        Number number = RubyNumber.integer(PackText.bytes(a, at).toString());
        if (number instanceof BigInteger big) {
          out.integer(big);
        } else {
          out.integer(number.longValue());
        }
      }
      default -> out.integer(0);
    }
  }

  private static void truncated(double value, PackWriter out) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      out.integer(0);
    } else if (Math.abs(value) < 1L << 53) {
      out.integer((long) value);
    } else {
      out.integer(new BigDecimal(value).toBigInteger());
    }
  }

  private static void floating(byte[] a, int at, PackWriter out) {
    switch (Pack.kind(a, at)) {
      case FLOAT -> out.packed(ByteSlice.of(a, at, Pack.skip(a, at) - at));
      case INTEGER, STRING, BINARY ->
          out.floating(RubyNumber.floating(PackText.bytes(a, at).toString()));
      default -> out.floating(0);
    }
  }

  private static FieldType time(Optional<String> option, InstantSource clock) {
    TimeParser parser = TimeParser.of(timeSettings(option), TimeType.STRING, clock);
    PerThread<TimeSlot> slots = new PerThread<>(TimeSlot::new);
    return (a, at, out) -> {
      try {
        TimeSlot time = slots.get();
        parser.parse(a, at, time);
        out.eventTime(time.seconds(), time.nanos());
      } catch (TimeParser.TimeFormatException | TimeParseException e) {
        out.nil();
      }
    };
  }

  private static TimeSettings timeSettings(Optional<String> option) {
    if (option.isEmpty()) {
      return TimeSettings.of(TimeType.STRING, Optional.empty(), Optional.empty());
    }
    if (option.get().equals("unixtime")) {
      return TimeSettings.of(TimeType.UNIXTIME, Optional.empty(), Optional.empty());
    }
    if (option.get().equals("float")) {
      return TimeSettings.of(TimeType.FLOAT, Optional.empty(), Optional.empty());
    }
    Matcher zoned = ZONE.matcher(option.get());
    return zoned.matches()
        ? TimeSettings.of(TimeType.STRING, Optional.of(zoned.group(2)), Optional.of(zoned.group(1)))
        : TimeSettings.of(TimeType.STRING, option, Optional.empty());
  }

  private static FieldType array(String delimiter) {
    return (a, at, out) -> {
      List<String> items = split(PackText.bytes(a, at).toString(), delimiter);
      out.arrayHeader(items.size());
      items.forEach(out::text);
    };
  }

  /** As Ruby's split: empty items at the end are left out. */
  private static List<String> split(String text, String delimiter) {
    List<String> items = new ArrayList<>();
    int from = 0;
    for (int found = text.indexOf(delimiter); found >= 0; found = text.indexOf(delimiter, from)) {
      items.add(text.substring(from, found));
      from = found + delimiter.length();
    }
    items.add(text.substring(from));
    while (!items.isEmpty() && items.get(items.size() - 1).isEmpty()) {
      items.remove(items.size() - 1);
    }
    return items;
  }
}
