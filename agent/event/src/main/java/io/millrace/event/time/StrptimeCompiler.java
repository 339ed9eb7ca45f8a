package io.millrace.event.time;

import static io.millrace.event.time.TimeText.FAILED;

import io.millrace.event.time.Strptime.Step;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.ObjIntConsumer;
import java.util.function.ToIntFunction;

/**
 * Turns a {@code strptime} format into {@linkplain Step steps}. One class, because it is one table:
 * each directive with the digits and range that Ruby gives it.
 */
final class StrptimeCompiler {
  private static final String FAST = "BbhdeHMSNYymzn";

  private final String format;
  private final List<Step> steps = new ArrayList<>();
  private final boolean fast;
  private boolean hasZone;
  private boolean hasYear;

  StrptimeCompiler(String format) {
    this.format = format;
    if (format.equals(Strptime.ISO8601)) {
      this.fast = false;
      this.hasYear = true;
      steps.add(Iso8601::read);
      return;
    }
    this.fast = isFast();
    compile(format);
  }

  List<Step> steps() {
    return steps;
  }

  /** Whether the text has a zone of its own. */
  boolean hasZone() {
    return hasZone;
  }

  /** Whether the text tells the year, so that the same text always means the same time. */
  boolean hasYear() {
    return hasYear;
  }

  private boolean isFast() {
    for (int i = format.indexOf('%'); i >= 0 && i + 1 < format.length(); ) {
      if (FAST.indexOf(format.charAt(i + 1)) < 0) {
        return false;
      }
      i = format.indexOf('%', i + 2);
    }
    return true;
  }

  private void compile(String pattern) {
    int at = 0;
    while (at < pattern.length()) {
      char c = pattern.charAt(at);
      if (TimeText.isBlank(c)) {
        steps.add(StrptimeCompiler::blanks);
        at++;
      } else if (c == '%' && at + 1 < pattern.length()) {
        int letter = letter(pattern, at + 1);
        directive(pattern.charAt(letter), nextIsNumber(pattern, letter + 1));
        at = letter + 1;
      } else {
        int from = at++;
        while (at < pattern.length()
            && pattern.charAt(at) != '%'
            && !TimeText.isBlank(pattern.charAt(at))) {
          at++;
        }
        literal(pattern.substring(from, at));
      }
    }
  }

  /** Index of the directive's letter behind modifiers and colons. */
  private static int letter(String pattern, int from) {
    int at = from;
    while (at + 1 < pattern.length() && "EO:-".indexOf(pattern.charAt(at)) >= 0) {
      at++;
    }
    return at;
  }

  /** Whether what comes next is digits, so that a year must not eat them. */
  private static boolean nextIsNumber(String pattern, int at) {
    if (at >= pattern.length()) {
      return false;
    }
    if (pattern.charAt(at) != '%' || at + 1 == pattern.length()) {
      return Character.isDigit(pattern.charAt(at));
    }
    return "CDdeFGgHIjkLlMmNQRrSsTUuVvWwXxYy".indexOf(pattern.charAt(at + 1)) >= 0;
  }

  private void literal(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    steps.add((rest, fields) -> rest.accept(utf8));
  }

  private static boolean blanks(TimeText rest, TimeFields fields) {
    rest.skipBlanks();
    return true;
  }

  private void add(ToIntFunction<TimeText> read, ObjIntConsumer<TimeFields> store) {
    steps.add(
        (rest, fields) -> {
          int value = read.applyAsInt(rest);
          if (value == FAILED) {
            return false;
          }
          store.accept(fields, value);
          return true;
        });
  }

  private void directive(char c, boolean beforeDigits) {
    switch (c) {
      case 'Y' -> {
        int most = fast || beforeDigits ? 4 : 9;
        hasYear = true;
        add(t -> t.signed(most), (f, v) -> f.year = v);
      }
      case 'C' -> add(t -> t.signed(2), (f, v) -> f.century = v);
      case 'y' -> {
        hasYear = true;
        add(t -> t.digits(2), (f, v) -> f.shortYear = v);
      }
      case 'm' -> add(t -> t.digits(2, 1, 12), (f, v) -> f.month = v);
      case 'd', 'e' -> add(blank(t -> t.digits(2, 1, 31)), (f, v) -> f.day = v);
      case 'j' -> add(t -> t.digits(3, 1, 366), (f, v) -> f.yearDay = v);
      case 'H', 'k' -> add(blank(t -> t.digits(2, 0, 24)), (f, v) -> f.hour = v);
      case 'I', 'l' -> add(blank(t -> t.digits(2, 1, 12)), (f, v) -> f.hour = v);
      case 'M' -> add(t -> t.digits(2, 0, 59), (f, v) -> f.minute = v);
      case 'S' -> add(t -> t.digits(2, 0, 60), (f, v) -> f.second = v);
      case 'N' -> add(t -> t.fraction(fast ? 9 : Integer.MAX_VALUE), (f, v) -> f.nanos = v);
      case 'L' -> add(t -> t.fraction(Integer.MAX_VALUE), (f, v) -> f.nanos = v);
      case 'B', 'b', 'h' -> add(t -> t.name(Names.MONTHS), (f, v) -> f.month = v + 1);
      case 'A', 'a' -> add(t -> t.name(Names.DAYS), (f, v) -> f.weekDay = v);
      case 'u' -> add(t -> t.digits(1, 1, 7), (f, v) -> f.weekDay = v % 7);
      case 'w' -> add(t -> t.digits(1, 0, 6), (f, v) -> f.weekDay = v);
      case 's' -> epoch(1);
      case 'Q' -> epoch(1000);
      default -> rarer(c, beforeDigits);
    }
  }

  private void rarer(char c, boolean beforeDigits) {
    switch (c) {
      case 'G' -> {
        hasYear = true;
        add(t -> t.signed(beforeDigits ? 4 : 9), (f, v) -> f.isoYear = v);
      }
      case 'g' -> {
        hasYear = true;
        add(t -> t.digits(2), (f, v) -> f.isoYear = v + (v < 69 ? 2000 : 1900));
      }
      case 'V' -> add(t -> t.digits(2, 1, 53), (f, v) -> f.isoWeek = v);
      case 'U' -> add(t -> t.digits(2, 0, 53), (f, v) -> f.sundayWeek = v);
      case 'W' -> add(t -> t.digits(2, 0, 53), (f, v) -> f.mondayWeek = v);
      case 'p', 'P' -> add(StrptimeCompiler::halfDay, (f, v) -> f.halfDay = v);
      case 'z', 'Z' -> {
        hasZone = true;
        steps.add(fast ? StrptimeCompiler::numericZone : StrptimeCompiler::zone);
      }
      case 'n', 't' -> steps.add(StrptimeCompiler::blanks);
      case '%' -> literal("%");
      case 'c' -> compile("%a %b %e %H:%M:%S %Y");
      case 'D', 'x' -> compile("%m/%d/%y");
      case 'F' -> compile("%Y-%m-%d");
      case 'R' -> compile("%H:%M");
      case 'r' -> compile("%I:%M:%S %p");
      case 'T', 'X' -> compile("%H:%M:%S");
      case 'v' -> compile("%e-%b-%Y");
      case '+' -> compile("%a %b %e %H:%M:%S %Z %Y");
      default ->
          throw new IllegalArgumentException(
              "the time format '"
                  + format
                  + "' has '%"
                  + c
                  + "', which is no directive of strptime");
    }
  }

  private void epoch(long unitsPerSecond) {
    hasYear = true;
    steps.add((rest, fields) -> rest.number(fields, unitsPerSecond));
  }

  /** Days and hours may be padded with one blank. */
  private static ToIntFunction<TimeText> blank(ToIntFunction<TimeText> read) {
    return text -> {
      if (text.peek() == ' ') {
        text.advance();
      }
      return read.applyAsInt(text);
    };
  }

  private static int halfDay(TimeText rest) {
    int start = rest.word("a") ? 0 : rest.word("p") ? 12 : FAILED;
    boolean dotted = start != FAILED && rest.word(".");
    return start != FAILED && rest.word("m") && (!dotted || rest.word(".")) ? start : FAILED;
  }

  private static boolean numericZone(TimeText rest, TimeFields fields) {
    int offset = rest.numericZone();
    if (offset != FAILED) {
      fields.offset(offset);
    }
    return offset != FAILED;
  }

  /** A name or a number; a name that nobody knows means the local zone. */
  static boolean zone(TimeText rest, TimeFields fields) {
    String name = rest.letters();
    if (name.isEmpty()) {
      return numericZone(rest, fields);
    }
    if ((rest.peek() == '+' || rest.peek() == '-') && ZoneNames.offset(name).orElse(1) == 0) {
      return numericZone(rest, fields);
    }
    OptionalInt offset = ZoneNames.offset(name);
    offset.ifPresent(fields::offset);
    return true;
  }
}
