package io.millrace.api;

import io.millrace.event.ByteArraySink;
import io.millrace.event.Pack;
import io.millrace.event.PackText;
import io.millrace.event.PackWriter;
import io.millrace.event.RubyInspect;
import io.millrace.event.RubyNumber;
import io.millrace.event.time.FreeFormTime;
import io.millrace.event.time.Strptime;
import io.millrace.event.time.TimeParseException;
import io.millrace.event.time.TimeSlot;
import io.millrace.event.time.Zone;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads the value of a field as a time. Safe for use by several threads.
 *
 * <p>Source: Fluentd's time parsers.
 */
public abstract class TimeParser {
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");

  /** What a thread read last. */
  private final PerThread<TimeSlot> slots = new PerThread<>(TimeSlot::new);

  /**
   * Puts the time that the packed value at {@code at} tells into {@code out}.
   *
   * @throws TimeFormatException if it tells none
   * @throws TimeParseException if it tells none
   */
  public abstract void parse(byte[] a, int at, TimeSlot out);

  /** As {@link #parse(byte[], int, TimeSlot)}, of the text in {@code [from, to)}, not packed. */
  public void parseText(byte[] a, int from, int to, TimeSlot out) {
    PackWriter value = new PackWriter(new ByteArraySink(to - from + 8));
    value.text(a, from, to - from);
    parse(value.sink().array(), 0, out);
  }

  /**
   * The time that the packed value at {@code at} tells; valid until this thread's next one.
   *
   * @throws ParseException if it tells none
   */
  public final TimeSlot read(byte[] a, int at) {
    TimeSlot time = slots.get();
    try {
      parse(a, at, time);
    } catch (TimeFormatException | TimeParseException e) {
      throw new ParseException(String.valueOf(e.getMessage()), e);
    }
    return time;
  }

  /**
   * The time that the text in {@code [from, to)} tells; valid until this thread's next one.
   *
   * @throws ParseException if it tells none
   */
  public final TimeSlot read(byte[] a, int from, int to) {
    TimeSlot time = slots.get();
    try {
      parseText(a, from, to, time);
    } catch (TimeFormatException | TimeParseException e) {
      throw new ParseException(String.valueOf(e.getMessage()), e);
    }
    return time;
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
    void parse(byte[] a, int from, int to, TimeSlot out);
  }

  /** Text of one format. */
  private static final class Text extends TimeParser {
    private final TextReader reader;

    Text(TextReader reader) {
      this.reader = reader;
    }

    @Override
    public void parse(byte[] a, int at, TimeSlot out) {
      if (!Pack.isRaw(a, at)) {
        throw new TimeFormatException("value must be string: " + inspect(a, at));
      }
      int from = Pack.rawStart(a, at);
      reader.parse(a, from, from + Pack.rawLength(a, at), out);
    }

    @Override
    public void parseText(byte[] a, int from, int to, TimeSlot out) {
      reader.parse(a, from, to, out);
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
    public void parse(byte[] a, int at, TimeSlot out) {
      boolean whole = Pack.kind(a, at) == Pack.Kind.INTEGER;
      out.set(whole ? Pack.integer(a, at) : RubyNumber.integer(numeric(a, at)).longValue(), 0);
    }
  }

  /** Seconds with a fraction, of which nine digits count. */
  private static final class Fraction extends TimeParser {
    @Override
    public void parse(byte[] a, int at, TimeSlot out) {
      if (Pack.kind(a, at) == Pack.Kind.INTEGER) {
        out.set(Pack.integer(a, at), 0);
        return;
      }
      String text = numeric(a, at);
      int point = text.indexOf('.');
      if (point < 0) {
        out.set(RubyNumber.integer(text).longValue(), 0);
      } else {
        long seconds = RubyNumber.integer(text.substring(0, point)).longValue();
        out.set(seconds, nanos(text, point + 1));
      }
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
    public void parse(byte[] a, int at, TimeSlot out) {
      for (TimeParser parser : parsers) {
        if (fits(parser, a, at, out)) {
          return;
        }
      }
      throw new TimeFormatException(
          "invalid time format: value = "
              + PackText.bytes(a, at)
              + ", even though fallbacks: "
              + fallbacks);
    }

    private static boolean fits(TimeParser parser, byte[] a, int at, TimeSlot out) {
      if (parser instanceof Fraction && !isNumber(a, at)) {
        return false;
      }
      try {
        parser.parse(a, at, out);
        return true;
      } catch (TimeFormatException | TimeParseException e) {
        return false; // the next format may fit
      }
    }

    private static boolean isNumber(byte[] a, int at) {
      return NUMBER.matcher(PackText.bytes(a, at).toString()).matches();
    }
  }
}
