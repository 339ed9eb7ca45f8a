package io.millrace.expr;

import io.millrace.event.EventTime;
import io.millrace.event.RubyFloat;
import io.millrace.event.RubyRegexp;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Ruby's two ways to show a value: {@code to_s} and {@code inspect}. */
final class Inspect {

  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter OFFSET = DateTimeFormatter.ofPattern("xx", Locale.ROOT);

  private Inspect() {}

  /** {@code to_s}. */
  static String text(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof String text) {
      return text;
    }
    if (value instanceof RubySymbol symbol) {
      return symbol.name();
    }
    if (value instanceof RubyTime time) {
      return time(time, "");
    }
    if (value instanceof RubyMatch match) {
      return match.text();
    }
    if (value instanceof RubyError error) {
      return error.message();
    }
    if (value instanceof RubyRange range) {
      return text(range.first()) + dots(range) + text(range.last());
    }
    if (value instanceof RubyRegexp regexp) {
      return Regexps.toS(regexp);
    }
    if (value instanceof byte[] binary) {
      return new String(binary, StandardCharsets.UTF_8);
    }
    return value instanceof EventTime time ? String.valueOf(time.seconds()) : of(value);
  }

  /** {@code inspect}. */
  static String of(@Nullable Object value) {
    if (value == null) {
      return "nil";
    }
    if (value instanceof String text) {
      return quote(text);
    }
    if (value instanceof Double number) {
      return RubyFloat.toString(number);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(Inspect::of).collect(Collectors.joining(", ", "[", "]"));
    }
    if (value instanceof Map<?, ?> map) {
      return map.isEmpty() ? "{}" : map(map);
    }
    return ofRubyKind(value);
  }

  private static String ofRubyKind(Object value) {
    if (value instanceof RubySymbol symbol) {
      boolean plain = symbol.name().matches("[\\p{L}_][\\p{L}\\p{N}_]*[?!=]?");
      return ":" + (plain ? symbol.name() : quote(symbol.name()));
    }
    if (value instanceof RubyTime time) {
      return time(time, fraction(time));
    }
    if (value instanceof RubyMatch match) {
      return "#<MatchData " + quote(match.text()) + ">";
    }
    if (value instanceof RubyError error) {
      return "#<" + error.errorClass() + ": " + error.message() + ">";
    }
    if (value instanceof RubyRange range) {
      return (range.first() == null ? "" : of(range.first()))
          + dots(range)
          + (range.last() == null ? "" : of(range.last()));
    }
    return value instanceof RubyRegexp regexp ? Regexps.inspect(regexp) : value.toString();
  }

  private static String dots(RubyRange range) {
    return range.exclusive() ? "..." : "..";
  }

  /** Keys are followed by {@code =>}, symbols too, as in Ruby before 3.4. */
  private static String map(Map<?, ?> map) {
    return map.entrySet().stream()
        .map(entry -> of(entry.getKey()) + "=>" + of(entry.getValue()))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String time(RubyTime time, String fraction) {
    String zone = time.isUtc() ? "UTC" : OFFSET.format(time.local());
    return SECONDS.format(time.local()) + fraction + " " + zone;
  }

  private static String fraction(RubyTime time) {
    int nanos = time.nanos();
    return nanos == 0 ? "" : "." + String.format(Locale.ROOT, "%09d", nanos).replaceAll("0+$", "");
  }

  private static String quote(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      int next = i < text.length() ? text.charAt(i) : '\0';
      quote(c, next, out);
    }
    return out.append('"').toString();
  }

  private static boolean isPrinted(int c) {
    int type = Character.getType(c);
    return type != Character.CONTROL
        && type != Character.SURROGATE
        && type != Character.UNASSIGNED
        && type != Character.LINE_SEPARATOR
        && type != Character.PARAGRAPH_SEPARATOR;
  }

  private static void quote(int c, int next, StringBuilder out) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\t' -> out.append("\\t");
      case '\r' -> out.append("\\r");
      case '\f' -> out.append("\\f");
      case '\b' -> out.append("\\b");
      case 0x07 -> out.append("\\a");
      case 0x0b -> out.append("\\v");
      case 0x1b -> out.append("\\e");
      case '#' -> out.append(next == '{' || next == '$' || next == '@' ? "\\#" : "#");
      default -> {
        if (isPrinted(c)) {
          out.appendCodePoint(c);
        } else if (c == 0x7f) {
          out.append("\\x7F");
        } else {
          out.append(String.format(Locale.ROOT, c > 0xffff ? "\\u{%X}" : "\\u%04X", c));
        }
      }
    }
  }
}
