package io.millrace.api;

import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventTime;
import io.millrace.event.Pack;
import io.millrace.event.PackText;
import io.millrace.event.PackWriter;
import io.millrace.event.RubyInspect;
import io.millrace.event.RubyNumber;
import io.millrace.event.time.FreeFormTime;
import io.millrace.event.time.Strptime;
import io.millrace.event.time.TimeParseException;
import io.millrace.event.time.Zone;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the value of a field as a time. Safe for use by several threads.
 *
 * <p>Source: Fluentd's time parsers.
 */
public abstract class TimeParser {
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");

  /**
   * The time that the packed value at {@code at} tells.
   *
   * @throws TimeFormatException if it tells none
   * @throws TimeParseException if it tells none
   */
  public abstract EventTime parse(byte[] a, int at);

  /** As {@link #parse(byte[], int)}, of a text that is not packed. */
  public EventTime parse(ByteSlice text) {
    PackWriter value = new PackWriter(new ByteArraySink(text.length() + 8));
    value.text(text.array(), text.offset(), text.length());
    return parse(value.sink().array(), 0);
  }

  /**
   * The time that the packed value at {@code at} tells.
   *
   * @throws ParseException if it tells none
   */
  public final EventTime read(byte[] a, int at) {
    try {
      return parse(a, at);
    } catch (TimeFormatException | TimeParseException e) {
      throw new ParseException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * The time that {@code text} tells.
   *
   * @throws ParseException if it tells none
   */
  public final EventTime read(ByteSlice text) {
    try {
      return parse(text);
    } catch (TimeFormatException | TimeParseException e) {
      throw new ParseException(String.valueOf(e.getMessage()), e);
    }
  }

  /** A value that is no time of the wanted kind. */
  public static final class TimeFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TimeFormatException(String message) {
      super(message);
    }
  }

  /**
   * Reads times as {@code settings} say.
   *
   * @param byDefault the type of a time that is given neither a type nor a format
   * @throws IllegalArgumentException if the settings do not go together
   */
  public static TimeParser of(TimeSettings settings, TimeType byDefault, InstantSource clock) {
    TimeType type =
        settings.timeType().orElse(settings.timeFormat().isPresent() ? TimeType.STRING : byDefault);
    return switch (type) {
      case UNIXTIME -> new Seconds();
      case FLOAT -> new Fraction();
      case MIXED -> mixed(settings, clock);
      case STRING -> text(settings, clock);
    };
  }

  private static TimeParser text(TimeSettings settings, InstantSource clock) {
    if (settings.timeFormat().isPresent()) {
      return new Text(format(settings.timeFormat().get(), settings.zone(), clock));
    }
    if (!settings.isLocal()) {
      throw new IllegalArgumentException(
          "specifying timezone requires time format: add time_format, or leave out timezone and"
              + " utc");
    }
    FreeFormTime free = new FreeFormTime(Zone.local(), clock);
    return new Text(free::parse);
  }

  private static TimeParser mixed(TimeSettings settings, InstantSource clock) {
    List<String> formats = new ArrayList<>();
    settings.timeFormat().ifPresent(formats::add);
    formats.addAll(settings.timeFormatFallbacks());
    List<TimeParser> parsers = new ArrayList<>();
    for (String format : formats) {
      boolean number = format.equals("unixtime") || format.equals("float");
      parsers.add(number ? new Fraction() : new Text(format(format, settings.zone(), clock)));
    }
    return new Mixed(parsers, settings.timeFormatFallbacks());
  }

  private static TextReader format(String format, Zone zone, InstantSource clock) {
    try {
      return Strptime.of(format, zone, clock)::parse;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("time_format " + format + ": " + e.getMessage(), e);
    }
  }

  private interface TextReader {
    EventTime parse(ByteSlice text);
  }

  /** Text of one format. */
  private static final class Text extends TimeParser {
    private final TextReader reader;

    Text(TextReader reader) {
      this.reader = reader;
    }

    @Override
    public EventTime parse(byte[] a, int at) {
      if (!Pack.isRaw(a, at)) {
        throw new TimeFormatException("value must be string: " + inspect(a, at));
      }
      return reader.parse(PackText.bytes(a, at));
    }

    @Override
    public EventTime parse(ByteSlice text) {
      return reader.parse(text);
    }
  }

  private static String inspect(byte[] a, int at) {
    ByteArraySink text = new ByteArraySink(64);
    RubyInspect.write(a, at, text);
    return text.toString();
  }

  /** The text of a number or of a string that should hold one. */
  private static String numeric(byte[] a, int at) {
    Pack.Kind kind = Pack.kind(a, at);
    if (kind != Pack.Kind.INTEGER && kind != Pack.Kind.FLOAT && !Pack.isRaw(a, at)) {
      throw new TimeFormatException(
          "value must be a string or a number: " + inspect(a, at) + "(" + kind + ")");
    }
    return PackText.bytes(a, at).toString();
  }

  /** Whole seconds; what is no number counts as 0. */
  private static final class Seconds extends TimeParser {
    @Override
    public EventTime parse(byte[] a, int at) {
      if (Pack.kind(a, at) == Pack.Kind.INTEGER) {
        return EventTime.ofSeconds(Pack.integer(a, at));
      }
      return EventTime.ofSeconds(RubyNumber.integer(numeric(a, at)).longValue());
    }
  }

  /** Seconds with a fraction, of which nine digits count. */
  private static final class Fraction extends TimeParser {
    @Override
    public EventTime parse(byte[] a, int at) {
      if (Pack.kind(a, at) == Pack.Kind.INTEGER) {
        return EventTime.ofSeconds(Pack.integer(a, at));
      }
      String text = numeric(a, at);
      int point = text.indexOf('.');
      if (point < 0) {
        return EventTime.ofSeconds(RubyNumber.integer(text).longValue());
      }
      long seconds = RubyNumber.integer(text.substring(0, point)).longValue();
      return new EventTime(seconds, nanos(text, point + 1));
    }

    private static int nanos(String text, int from) {
      int nanos = 0;
      int at = from;
      for (int digit = 0; digit < 9; digit++) {
        boolean more = at < text.length() && Character.digit(text.charAt(at), 10) >= 0;
        nanos = nanos * 10 + (more ? Character.digit(text.charAt(at++), 10) : 0);
      }
      return nanos;
    }
  }

  /** The first of several formats that fits. */
  private static final class Mixed extends TimeParser {
    private final List<TimeParser> parsers;
    private final List<String> fallbacks;

    Mixed(List<TimeParser> parsers, List<String> fallbacks) {
      this.parsers = parsers;
      this.fallbacks = fallbacks;
    }

    @Override
    public EventTime parse(byte[] a, int at) {
      for (TimeParser parser : parsers) {
        Optional<EventTime> time = attempt(parser, a, at);
        if (time.isPresent()) {
          return time.get();
        }
      }
      throw new TimeFormatException(
          "invalid time format: value = "
              + PackText.bytes(a, at)
              + ", even though fallbacks: "
              + fallbacks);
    }

    private static Optional<EventTime> attempt(TimeParser parser, byte[] a, int at) {
      if (parser instanceof Fraction && !isNumber(a, at)) {
        return Optional.empty();
      }
      try {
        return Optional.of(parser.parse(a, at));
      } catch (TimeFormatException | TimeParseException e) {
        return Optional.empty(); // the next format may fit
      }
    }

    private static boolean isNumber(byte[] a, int at) {
      return NUMBER.matcher(PackText.bytes(a, at).toString()).matches();
    }
  }
}
