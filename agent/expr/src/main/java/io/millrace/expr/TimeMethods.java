package io.millrace.expr;

import io.millrace.event.time.Strftime;
import io.millrace.event.time.Zone;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** Methods of times. */
final class TimeMethods {

  static final MethodTable<RubyTime> TABLE = build();

  /** A format of {@code strftime} and the zone it is used in. */
  private record Format(String text, ZoneId zone) {}

  private static final BoundedCache<Format, Strftime> FORMATS =
      new BoundedCache<>(
          format ->
              Strftime.of(
                  format.text(),
                  format.zone().equals(ZoneOffset.UTC) ? Zone.utc() : Zone.local(format.zone())));

  private TimeMethods() {}

  private static MethodTable<RubyTime> build() {
    MethodTable<RubyTime> table = new MethodTable<>("Time");
    defineFields(table);
    defineDays(table);
    return table
        .define("to_i tv_sec", (self, args) -> self.instant().getEpochSecond())
        .define("to_f", (self, args) -> self.seconds())
        .define("utc getutc gmtime getgm", (self, args) -> in(self, ZoneOffset.UTC))
        .define("localtime getlocal", 0, 1, TimeMethods::local)
        .define("iso8601 xmlschema", 0, 1, (self, args) -> iso(self, (int) args.integer(0, 0)))
        .define("strftime", 1, 1, (self, args) -> strftime(self, args.text(0)))
        .define("round", 0, 0, (self, args) -> plus(self, new BigDecimal("0.5"), true))
        .define("+", 1, 1, (self, args) -> plus(self, seconds(args), false))
        .define("-", 1, 1, TimeMethods::minus);
  }

  private static void defineFields(MethodTable<RubyTime> table) {
    table
        .define("year", (self, args) -> (long) self.local().getYear())
        .define("month mon", (self, args) -> (long) self.local().getMonthValue())
        .define("day mday", (self, args) -> (long) self.local().getDayOfMonth())
        .define("hour", (self, args) -> (long) self.local().getHour())
        .define("min", (self, args) -> (long) self.local().getMinute())
        .define("sec", (self, args) -> (long) self.local().getSecond())
        .define("usec tv_usec", (self, args) -> (long) self.nanos() / 1000)
        .define("nsec tv_nsec", (self, args) -> (long) self.nanos())
        .define("wday", (self, args) -> (long) self.local().getDayOfWeek().getValue() % 7)
        .define("yday", (self, args) -> (long) self.local().getDayOfYear())
        .define("zone", (self, args) -> zoneName(self))
        .define("utc? gmt?", (self, args) -> self.isUtc())
        .define(
            "utc_offset gmt_offset gmtoff",
            (self, args) -> (long) self.local().getOffset().getTotalSeconds());
  }

  private static void defineDays(MethodTable<RubyTime> table) {
    for (DayOfWeek day : DayOfWeek.values()) {
      String name = day.name().toLowerCase(Locale.ROOT) + "?";
      table.define(name, (self, args) -> self.local().getDayOfWeek() == day);
    }
  }

  private static RubyTime in(RubyTime self, ZoneId zone) {
    return new RubyTime(self.instant(), zone);
  }

  private static RubyTime local(RubyTime self, Args args) {
    if (!args.has(0)) {
      return in(self, args.frame().host().zone());
    }
    if (args.value(0) instanceof Long seconds) {
      return in(self, ZoneOffset.ofTotalSeconds(Math.toIntExact(seconds)));
    }
    return in(self, offset(args.text(0)));
  }

  private static ZoneId offset(String text) {
    if (text.equals("+00:00") || text.equals("-00:00")) {
      throw ExpressionException.unsupported("the offset " + text);
    }
    try {
      return text.equals("UTC") ? ZoneOffset.UTC : ZoneOffset.of(text);
    } catch (DateTimeException e) {
      throw ExpressionException.argumentError(
          "\"+HH:MM\", \"-HH:MM\", \"UTC\" or \"A\"..\"I\",\"K\"..\"Z\" expected for utc_offset: "
              + text);
    }
  }

  private static String zoneName(RubyTime self) {
    return self.isUtc()
        ? "UTC"
        : DateTimeFormatter.ofPattern("zzz", Locale.ENGLISH).format(self.local());
  }

  private static String strftime(RubyTime self, String format) {
    try {
      return FORMATS
          .get(new Format(format, self.zone()))
          .format(self.instant().getEpochSecond(), self.nanos());
    } catch (IllegalArgumentException e) {
      throw ExpressionException.argumentError(String.valueOf(e.getMessage()));
    }
  }

  private static String iso(RubyTime self, int digits) {
    ZonedDateTime time = self.local();
    String fraction =
        digits == 0
            ? ""
            : "."
                + String.format(Locale.ROOT, "%09d", time.getNano())
                    .substring(0, Math.min(9, digits));
    String zone = self.isUtc() ? "Z" : DateTimeFormatter.ofPattern("xxx", Locale.ROOT).format(time);
    return DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss", Locale.ROOT).format(time)
        + fraction
        + zone;
  }

  private static BigDecimal seconds(Args args) {
    Object value = args.value(0);
    if (value == null || !Values.isNumber(value)) {
      throw ExpressionException.typeError(
          "can't convert " + Values.kindOf(value) + " into an exact number");
    }
    return Values.decimal(value);
  }

  private static RubyTime plus(RubyTime self, BigDecimal seconds, boolean whole) {
    BigDecimal nanos = seconds.movePointRight(9);
    Instant moved = self.instant().plusSeconds(seconds.longValue());
    moved = moved.plusNanos(nanos.remainder(BigDecimal.valueOf(1_000_000_000)).longValue());
    return new RubyTime(whole ? Instant.ofEpochSecond(moved.getEpochSecond()) : moved, self.zone());
  }

  private static Object minus(RubyTime self, Args args) {
    if (args.value(0) instanceof RubyTime other) {
      long seconds = self.instant().getEpochSecond() - other.instant().getEpochSecond();
      return seconds + (self.nanos() - other.nanos()) / 1e9;
    }
    return plus(self, seconds(args).negate(), false);
  }

  /** {@code Time.at(seconds)}. */
  static RubyTime at(Args args) {
    if (args.value(0) instanceof RubyTime time) {
      return time;
    }
    ZoneId zone = args.frame().host().zone();
    if (args.value(args.count() - 1) instanceof Map<?, ?> options) {
      zone = offset(Inspect.text(options.get(new RubySymbol("in"))));
    }
    if (args.has(1) && !(args.value(1) instanceof Map<?, ?>)) {
      throw ExpressionException.unsupported("Time.at with a part of a second");
    }
    RubyTime epoch = new RubyTime(Instant.EPOCH, zone);
    return plus(epoch, seconds(args), false);
  }
}
