package io.millrace.event.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.event.ByteSlice;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrptimeTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-05-06T07:08:09Z"));

  private static String parse(String format, String text, Zone zone) {
    return Strptime.of(format, zone, CLOCK).parse(text).toInstant().toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "%d/%b/%Y:%H:%M:%S %z; 29/Feb/2024:23:59:59 -0530; 2024-03-01T05:29:59Z",
        "%d/%b/%Y:%H:%M:%S %z; 1/Mar/2024:1:2:3 +0900; 2024-02-29T16:02:03Z",
        "%d/%b/%Y:%H:%M:%S %z; 01/march/2024:10:00:00 Z; 2024-03-01T10:00:00Z",
        "%Y-%m-%d %H:%M:%S,%L; 2024-03-01 10:00:00,123; 2024-03-01T10:00:00.123Z",
        "%Y-%m-%d %H:%M:%S,%L; 2024-03-01 10:00:00,5; 2024-03-01T10:00:00.500Z",
        "%Y-%m-%dT%H:%M:%S.%N%z; 2024-03-01T10:00:00.123456+09:00; 2024-03-01T01:00:00.123456Z",
        "%Y-%m-%dT%H:%M:%S.%N%z; 2024-03-01T10:00:00.1-0800; 2024-03-01T18:00:00.100Z",
        "%Y-%m-%dT%H:%M:%S.%N%z; 2024-03-01T10:00:00.1234567891234Z; 2024-02-29T21:26:00.123456789Z",
        "%s; 1700000000.5; 2023-11-14T22:13:20Z",
        "%s; 17000000xx; 1970-07-16T18:13:20Z",
        "%s.%L; 1700000000.250; 2023-11-14T22:13:20.250Z",
        "%Q; 1700000000250; 2023-11-14T22:13:20.250Z",
        "%iso8601; 2024-03-01T10:00:00Z; 2024-03-01T10:00:00Z",
        "%iso8601; 2024-03-01T10:00:00.5+02:00; 2024-03-01T08:00:00.500Z",
        "%iso8601; 2024-03-01T10:00:00; 2024-03-01T10:00:00Z",
        "%a %b %e %H:%M:%S %Y; Fri Mar  1 10:00:00 2024; 2024-03-01T10:00:00Z",
        "%a %b %e %H:%M:%S %Y; Fri Mar 1 10:00:00 2024; 2024-03-01T10:00:00Z",
        "%m/%d/%Y %I:%M:%S %p; 03/01/2024 10:00:00 PM; 2024-03-01T22:00:00Z",
        "%m/%d/%Y %I:%M:%S %p; 3/1/2024 12:00:00 am; 2024-03-01T00:00:00Z",
        "%m/%d/%Y %I:%M:%S %p; 03/01/2024 12:30:00 p.m.; 2024-03-01T12:30:00Z",
        "%Y-%m-%d %H:%M:%S %Z; 2024-03-01 10:00:00 GMT; 2024-03-01T10:00:00Z",
        "%Y-%m-%d %H:%M:%S %Z; 2024-03-01 10:00:00 EST; 2024-03-01T15:00:00Z",
        "%Y-%m-%d %H:%M:%S %Z; 2024-03-01 10:00:00 +0300; 2024-03-01T07:00:00Z",
        "%FT%T; 2024-03-01T10:00:00; 2024-03-01T10:00:00Z",
        "%Y%m%d%H%M%S; 20240301100000; 2024-03-01T10:00:00Z",
        "%Y%m%d%H%M%S; 2024030110000; 2024-03-01T10:00:00Z",
        "%y-%j %H; 24-061 10; 2024-03-01T10:00:00Z",
        "%y-%j %H; 70-001 00; 1970-01-01T00:00:00Z",
        "%y-%j %H; 68-001 00; 2068-01-01T00:00:00Z",
        "%y-%j %H; 69-001 00; 1969-01-01T00:00:00Z",
        "[%Y] %%%d.%m at %H:%M; [2024]  %01.03 at 10:00; 2024-03-01T10:00:00Z",
        "%A, %d %B %Y %R; friday, 1 mar 2024 1:00; 2024-03-01T01:00:00Z",
        "%Y-%m-%d; 2024-02-30; 2024-03-01T00:00:00Z",
        "%Y-%m-%d; 2023-02-29; 2023-03-01T00:00:00Z",
        "%Y-%m-%d; 2024-03-01 trailing; 2024-03-01T00:00:00Z",
        "%Y; 2024; 2024-01-01T00:00:00Z",
        "%b %d %H:%M:%S; Dec 31 23:59:60; 2027-01-01T00:00:00Z",
        "%m; 03; 2026-03-01T00:00:00Z",
        "%H:%M; 10:30; 2026-05-06T10:30:00Z",
        "%d; 2; 2026-05-02T00:00:00Z",
        "%G-W%V-%u; 2020-W53-5; 2021-01-01T00:00:00Z",
        "%Y %U %w; 2024 09 2; 2024-03-05T00:00:00Z",
        "%Y %W %a; 2024 10 Tue; 2024-03-05T00:00:00Z",
        "%C%y; 1999; 1999-01-01T00:00:00Z",
      })
  void reads_each_directive(String format, String text, String expected) {
    assertThat(parse(format, text, Zone.utc())).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "%d/%b/%Y:%H:%M:%S %z; 31/Foo/2024:10:00:00 +0000",
        "%Y-%m-%d %H:%M:%S,%L; 2024-03-01 10:00:00",
        "%Y-%m-%d %H:%M:%S,%L; 2024-13-01 10:00:00,000",
        "%a %b %e %H:%M:%S %Y; Xxx Mar 01 10:00:00 2024",
        "%iso8601; 2024-03-01 10:00:00",
        "%iso8601; 2024-03-01T10:00:00Z x",
        "%FT%T; 2024-03-01T25:00:00",
        "%Y-%m-%dT%H:%M:%S.%N%z; 2024-03-01T10:00:00.1",
        "%a; Mon",
        "%s; x",
      })
  void refuses_what_the_format_does_not_describe(String format, String text) {
    assertThatThrownBy(() -> parse(format, text, Zone.utc()))
        .isInstanceOf(TimeParseException.class)
        .hasMessage(
            "invalid time format: value = "
                + text
                + ", error_class = ArgumentError, error = invalid date or strptime format - `"
                + text
                + "' `"
                + format
                + "'");
  }

  @Test
  void a_text_without_zone_is_read_in_the_given_one() {
    Zone tokyo = TimeZones.parse("Asia/Tokyo");
    assertThat(parse("%Y-%m-%d %H", "2024-03-01 10", tokyo)).isEqualTo("2024-03-01T01:00:00Z");
    assertThat(parse("%Y-%m-%d %H %z", "2024-03-01 10 +0000", tokyo))
        .isEqualTo("2024-03-01T10:00:00Z");
    assertThat(parse("%H:%M", "01:00", tokyo)).isEqualTo("2026-05-05T16:00:00Z");
  }

  @Test
  void a_directive_that_does_not_exist_is_refused() {
    assertThatThrownBy(() -> Strptime.of("%Y %!", Zone.utc(), CLOCK))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the time format '%Y %!' has '%!', which is no directive of strptime");
  }

  @Test
  void remembers_a_text_only_if_it_tells_the_year() {
    Instant[] now = {Instant.parse("2026-05-06T07:08:09Z")};
    Strptime syslog = Strptime.of("%b %d", Zone.utc(), () -> now[0]);
    assertThat(syslog.parse("Mar 01").toInstant()).hasToString("2026-03-01T00:00:00Z");
    now[0] = Instant.parse("2027-05-06T07:08:09Z");
    assertThat(syslog.parse("Mar 01").toInstant()).hasToString("2027-03-01T00:00:00Z");
  }

  @Test
  void reads_back_what_strftime_wrote() {
    Random random = new Random(17);
    Zone zone = Zone.given(ZoneId.of("America/New_York"));
    String[] formats = {
      "%Y-%m-%dT%H:%M:%S.%N%z",
      "%s.%N",
      "%a, %d %b %y %r %z %N",
      "%G-W%V-%u %T.%L %z",
      "%Y %j %X %z"
    };
    for (int i = 0; i < 10_000; i++) {
      String format = formats[i % formats.length];
      long second = random.nextInt() & 0x7fffffffL;
      String text = Strftime.of(format, zone).format(second, 0);
      assertThat(Strptime.of(format, zone, CLOCK).parse(ByteSlice.utf8(text)).seconds())
          .as("%s by %s", text, format)
          .isEqualTo(second);
    }
  }

  @Test
  void any_bytes_are_read_or_refused() {
    Random random = new Random(23);
    Strptime strptime = Strptime.of("%Y-%m-%d %H:%M:%S.%N %z", Zone.utc(), CLOCK);
    byte[] good = "2024-03-01 10:00:00.123 +0000".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    int read = 0;
    for (int i = 0; i < 10_000; i++) {
      byte[] bytes = good.clone();
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      read +=
          strptime.read(ByteSlice.of(bytes, 0, random.nextInt(bytes.length))).isPresent() ? 1 : 0;
    }
    assertThat(read).isBetween(1, 9_999);
  }
}
