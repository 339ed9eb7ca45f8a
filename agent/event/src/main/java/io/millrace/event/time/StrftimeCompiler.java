package io.millrace.event.time;

import io.millrace.event.ByteArraySink;
import io.millrace.event.time.Strftime.Part;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Turns a {@code strftime} format into {@linkplain Part parts}. One class, because it is one table:
 * each directive with the width and padding that Ruby gives it.
 */
final class StrftimeCompiler {
  /** Widest directive accepted. */
  static final int MAX_WIDTH = 1024;

  /** Padding of a directive: as it is, a zero, a blank, or none. */
  private enum Pad {
    OWN,
    ZERO,
    BLANK,
    NONE
  }

  private final String format;
  private final List<Part> parts = new ArrayList<>();
  private int at;
  private boolean subsecond;

  // The flags of the directive being read.
  private Pad pad = Pad.OWN;
  private boolean upper;
  private boolean swap;
  private int width = -1;
  private int colons;

  StrftimeCompiler(String format) {
    this.format = format;
    int literal = 0;
    while (at < format.length()) {
      if (format.charAt(at) != '%') {
        at++;
        continue;
      }
      int start = at++;
      Optional<Part> part = directive();
      if (part.isPresent()) {
        literal(literal, start);
        parts.add(part.get());
        literal = at;
      }
    }
    literal(literal, format.length());
  }

  List<Part> parts() {
    return parts;
  }

  boolean hasSubsecond() {
    return subsecond;
  }

  private void literal(int from, int to) {
    if (from < to) {
      parts.add(constant(format.substring(from, to)));
    }
  }

  private static Part constant(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return (time, nanos, out) -> out.write(utf8, 0, utf8.length);
  }

  /** Reads flags, width and letter; empty if they are no directive, which stays as it is. */
  private Optional<Part> directive() {
    pad = Pad.OWN;
    upper = false;
    swap = false;
    width = -1;
    colons = 0;
    while (at < format.length()) {
      char c = format.charAt(at++);
      switch (c) {
        case '-' -> pad = Pad.NONE;
        case '0' -> {
          if (width < 0) {
            pad = Pad.ZERO;
          } else {
            width = widened(0);
          }
        }
        case '_' -> pad = Pad.BLANK;
        case '^' -> upper = true;
        case '#' -> swap = true;
        case ':' -> colons++;
        case '1', '2', '3', '4', '5', '6', '7', '8', '9' -> width = widened(c - '0');
        case 'E', 'O' -> {
          // Modifiers for other calendars and digits, which Ruby reads and ignores.
        }
        default -> {
          return colons > 0 && c != 'z' ? Optional.empty() : letter(c);
        }
      }
    }
    return Optional.empty();
  }

  private int widened(int digit) {
    int wider = Math.max(width, 0) * 10 + digit;
    if (wider > MAX_WIDTH) {
      throw new IllegalArgumentException(
          "the time format '"
              + format
              + "' has a directive wider than "
              + MAX_WIDTH
              + "; use a smaller width");
    }
    return wider;
  }

  private Optional<Part> letter(char c) {
    return switch (c) {
      case 'Y' -> Optional.of(year(Civil::year));
      case 'G' -> Optional.of(year(Civil::isoYear));
      case 'C' -> number(t -> Math.floorDiv(t.year(), 100), 2, '0');
      case 'y' -> number(t -> Math.floorMod(t.year(), 100), 2, '0');
      case 'g' -> number(t -> Math.floorMod(t.isoYear(), 100), 2, '0');
      case 'm' -> number(Civil::month, 2, '0');
      case 'd' -> number(Civil::day, 2, '0');
      case 'e' -> number(Civil::day, 2, ' ');
      case 'j' -> number(Civil::yearDay, 3, '0');
      case 'H' -> number(Civil::hour, 2, '0');
      case 'k' -> number(Civil::hour, 2, ' ');
      case 'I' -> number(Civil::hour12, 2, '0');
      case 'l' -> number(Civil::hour12, 2, ' ');
      case 'M' -> number(Civil::minute, 2, '0');
      case 'S' -> number(Civil::secondOfMinute, 2, '0');
      case 's' -> number(Civil::second, 1, '0');
      case 'u' -> number(Civil::isoWeekDay, 1, '0');
      case 'w' -> number(Civil::weekDay, 1, '0');
      case 'V' -> number(Civil::isoWeek, 2, '0');
      case 'U' -> number(t -> t.week(0), 2, '0');
      case 'W' -> number(t -> t.week(1), 2, '0');
      case 'L' -> fraction(3);
      case 'N' -> fraction(9);
      case 'z' -> colons > 3 ? Optional.empty() : Optional.of(offset());
      default -> word(c);
    };
  }

  private Optional<Part> word(char c) {
    return switch (c) {
      case 'B' -> text(t -> Names.MONTHS.get(t.month() - 1));
      case 'b', 'h' -> text(t -> Names.SHORT_MONTHS.get(t.month() - 1));
      case 'A' -> text(t -> Names.DAYS.get(t.weekDay()));
      case 'a' -> text(t -> Names.SHORT_DAYS.get(t.weekDay()));
      case 'p' -> swapped(t -> t.hour() < 12 ? "AM" : "PM");
      case 'P' -> text(t -> t.hour() < 12 ? "am" : "pm");
      case 'Z' -> swapped(Civil::abbreviation);
      case 'n' -> text(t -> "\n");
      case 't' -> text(t -> "\t");
      case '%' -> text(t -> "%");
      case 'c' -> nested("%a %b %e %H:%M:%S %Y");
      case 'D', 'x' -> nested("%m/%d/%y");
      case 'F' -> nested("%Y-%m-%d");
      case 'R' -> nested("%H:%M");
      case 'r' -> nested("%I:%M:%S %p");
      case 'T', 'X' -> nested("%H:%M:%S");
      case 'v' -> nested("%e-%^b-%4Y");
      case '+' -> nested("%a %b %e %H:%M:%S %Z %Y");
      default -> Optional.empty();
    };
  }

  private Optional<Part> number(ToLongFunction<Civil> field, int digits, char own) {
    return Optional.of(number(field, digits, digits, own));
  }

  /** Years have four digits, and five places if they are negative. */
  private Part year(ToLongFunction<Civil> field) {
    return number(field, 4, 5, '0');
  }

  private Part number(ToLongFunction<Civil> field, int digits, int negativeDigits, char own) {
    boolean blank = pad == Pad.BLANK || (pad == Pad.OWN && own == ' ');
    int given = width;
    boolean none = pad == Pad.NONE;
    return (time, nanos, out) -> {
      long value = field.applyAsLong(time);
      int places = given >= 0 ? given : none ? 1 : value < 0 ? negativeDigits : digits;
      if (blank) {
        int from = out.size();
        out.writeDecimal(value);
        fill(out, from, places, ' ');
      } else if (value < 0) {
        out.write('-');
        out.writeDigits(-value, Math.max(1, places - 1));
      } else {
        out.writeDigits(value, Math.max(1, places));
      }
    };
  }

  private Optional<Part> fraction(int digits) {
    subsecond = true;
    int places = width > 0 ? width : digits;
    int kept = Math.min(places, 9);
    long divisor = Math.round(Math.pow(10, 9 - kept));
    return Optional.of(
        (time, nanos, out) -> {
          out.writeDigits(nanos / divisor, kept);
          for (int i = kept; i < places; i++) {
            out.write('0');
          }
        });
  }

  /** {@code +hhmm}; with colons {@code +hh:mm}, {@code +hh:mm:ss}, or as short as exact. */
  private Part offset() {
    int separators = colons;
    int places = width;
    boolean blank = pad == Pad.BLANK;
    boolean bare = pad == Pad.NONE;
    return (time, nanos, out) -> {
      int size = Math.abs(time.offset());
      int minutes = size / 60 % 60;
      int seconds = size % 60;
      int shown = separators < 3 ? separators : seconds > 0 ? 2 : minutes > 0 ? 1 : -1;
      int tail = shown < 0 ? 0 : shown == 0 ? 2 : 3 * shown;
      int hourPlaces = Math.max(bare ? 1 : 2, places - 1 - tail);
      int from = out.size();
      out.write(time.offset() < 0 ? '-' : '+');
      out.writeDigits(size / 3600, blank || bare ? 1 : hourPlaces);
      if (blank) {
        fill(out, from, hourPlaces + 1, ' ');
      }
      if (shown > 0) {
        out.write(':');
      }
      if (shown >= 0) {
        out.writeDigits(minutes, 2);
      }
      if (shown == 2) {
        out.write(':');
        out.writeDigits(seconds, 2);
      }
    };
  }

  private Optional<Part> text(Function<Civil, String> field) {
    boolean upperCase = upper || swap;
    return padded(field, upperCase ? text -> text.toUpperCase(Locale.ROOT) : text -> text);
  }

  /** Text that is upper case already, so that {@code #} makes it lower case. */
  private Optional<Part> swapped(Function<Civil, String> field) {
    return padded(field, swap ? text -> text.toLowerCase(Locale.ROOT) : text -> text);
  }

  private Optional<Part> padded(Function<Civil, String> field, Function<String, String> letters) {
    int places = pad == Pad.NONE ? 0 : width;
    char filler = pad == Pad.ZERO ? '0' : ' ';
    return Optional.of(
        (time, nanos, out) -> {
          int from = out.size();
          out.writeUtf8(letters.apply(field.apply(time)));
          fill(out, from, places, filler);
        });
  }

  private Optional<Part> nested(String pattern) {
    List<Part> inner = new StrftimeCompiler(pattern).parts();
    int places = pad == Pad.NONE ? 0 : width;
    char filler = pad == Pad.ZERO ? '0' : ' ';
    boolean upperCase = upper;
    return Optional.of(
        (time, nanos, out) -> {
          int from = out.size();
          for (Part part : inner) {
            part.write(time, nanos, out);
          }
          if (upperCase) {
            upperCase(out, from);
          }
          fill(out, from, places, filler);
        });
  }

  private static void upperCase(ByteArraySink out, int from) {
    byte[] a = out.array();
    for (int i = from; i < out.size(); i++) {
      if (a[i] >= 'a' && a[i] <= 'z') {
        a[i] = (byte) (a[i] - ('a' - 'A'));
      }
    }
  }

  /** Puts fillers in front of what was written from {@code from}, up to {@code places} bytes. */
  private static void fill(ByteArraySink out, int from, int places, char filler) {
    int length = out.size() - from;
    int missing = places - length;
    if (missing > 0) {
      out.reserve(missing);
      System.arraycopy(out.array(), from, out.array(), from + missing, length);
      Arrays.fill(out.array(), from, from + missing, (byte) filler);
      out.size(out.size() + missing);
    }
  }
}
