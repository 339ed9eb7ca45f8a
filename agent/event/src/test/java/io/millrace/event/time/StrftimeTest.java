package io.millrace.event.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.event.EventTime;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrftimeTest {
  /** A Tuesday, 2024-03-05 12:00:05.012345678 UTC. */
  private static final EventTime MARCH = new EventTime(1709640005, 12345678);

  /** A Wednesday, 2025-01-01 00:00:00 UTC. */
  private static final EventTime NEW_YEAR = new EventTime(1735689600, 0);

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = ';',
      value = {
        "%Y-%m-%dT%H:%M:%S%z; 2024-03-05T12:00:05+0000; 2025-01-01T00:00:00+0000",
        "%H:%M:%S.%N%z; 12:00:05.012345678+0000; 00:00:00.000000000+0000",
        "%s.%6N; 1709640005.012345; 1735689600.000000",
        "%d/%b/%Y:%H:%M:%S %z; 05/Mar/2024:12:00:05 +0000; 01/Jan/2025:00:00:00 +0000",
        "%a, %d %b %Y %T %Z; Tue, 05 Mar 2024 12:00:05 UTC; Wed, 01 Jan 2025 00:00:00 UTC",
        "%A %B %e %j %U %W %u %w; Tuesday March  5 065 09 10 2 2; Wednesday January  1 001 00 00 3 3",
        "%I:%M:%S %p|%l %P; 12:00:05 PM|12 pm; 12:00:00 AM|12 am",
        "%F %D %R %T %X %x; 2024-03-05 03/05/24 12:00 12:00:05 12:00:05 03/05/24; 2025-01-01 01/01/25 00:00 00:00:00 00:00:00 01/01/25",
        "%3N|%6N|%9N|%L|%12N; 012|012345|012345678|012|012345678000; 000|000000|000000000|000|000000000000",
        "%:z|%::z|%:::z; +00:00|+00:00:00|+00; +00:00|+00:00:00|+00",
        "%-d/%-m/%Y %-H:%-M; 5/3/2024 12:0; 1/1/2025 0:0",
        "%C %G-%V %g %h; 20 2024-10 24 Mar; 20 2025-01 25 Jan",
        "%%Y %Q %! %; %Y %Q %! %; %Y %Q %! %",
        "%Y年%m月%d日; 2024年03月05日; 2025年01月01日",
        "%k:%M; 12:00; ` 0:00`",
        "%^b %^A %#p %#B; MAR TUESDAY pm MARCH; JAN WEDNESDAY am JANUARY",
        "%10A|%-5e|%_3m|%05d|%3S|%_5Y; `   Tuesday|00005|  3|00005|005| 2024`; ` Wednesday|00001|  1|00001|000| 2025`",
        "%c|%v|%r|%+; Tue Mar  5 12:00:05 2024| 5-MAR-2024|12:00:05 PM|Tue Mar  5 12:00:05 UTC 2024; Wed Jan  1 00:00:00 2025| 1-JAN-2025|12:00:00 AM|Wed Jan  1 00:00:00 UTC 2025",
        "%EY %Od %12F %:d; 2024 05   2024-03-05 %:d; 2025 01   2025-01-01 %:d",
      })
  void writes_each_directive(String format, String march, String newYear) {
    Strftime strftime = Strftime.of(format, Zone.utc());
    assertThat(strftime.format(MARCH)).isEqualTo(march);
    assertThat(strftime.format(NEW_YEAR)).isEqualTo(newYear);
    assertThat(strftime.format(NEW_YEAR)).as("from the cache").isEqualTo(newYear);
  }

  @Test
  void keeps_newline_and_tab_and_an_empty_format() {
    assertThat(Strftime.of("a%n%tb", Zone.utc()).format(MARCH)).isEqualTo("a\n\tb");
    assertThat(Strftime.of("", Zone.utc()).format(MARCH)).isEmpty();
  }

  @Test
  void a_cached_second_is_not_given_for_another_fraction() {
    Strftime strftime = Strftime.of("%S.%3N", Zone.utc());
    assertThat(strftime.format(5, 1_000_000)).isEqualTo("05.001");
    assertThat(strftime.format(5, 2_000_000)).isEqualTo("05.002");
    assertThat(strftime.hasSubsecond()).isTrue();
    assertThat(Strftime.of("%c", Zone.utc()).hasSubsecond()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "+05:30, 2024-01-15 15:30:00 +0530, 2024-01-15T15:30:00+05:30, 2024-07-03T15:16:40+05:30",
    "Asia/Tokyo, 2024-01-15 19:00:00 +0900, 2024-01-15T19:00:00+09:00, 2024-07-03T18:46:40+09:00",
    "America/New_York, 2024-01-15 05:00:00 -0500, 2024-01-15T05:00:00-05:00,"
        + " 2024-07-03T05:46:40-04:00",
    "+0000, 2024-01-15 10:00:00 +0000, 2024-01-15T10:00:00+00:00, 2024-07-03T09:46:40+00:00",
    "-00, 2024-01-15 10:00:00 +0000, 2024-01-15T10:00:00+00:00, 2024-07-03T09:46:40+00:00",
  })
  void a_given_zone_has_an_offset_but_no_name(String zone, String text, String iso, String summer) {
    Zone given = TimeZones.parse(zone);
    assertThat(Strftime.of("%Y-%m-%d %H:%M:%S %z %Z", given).format(1705312800, 0))
        .isEqualTo(text + " ");
    assertThat(Strftime.iso8601(given).format(1705312800, 0)).isEqualTo(iso);
    assertThat(Strftime.iso8601(given).format(1720000000, 0)).isEqualTo(summer);
  }

  @Test
  void utc_and_the_local_zone_have_names() {
    assertThat(Strftime.iso8601(Zone.utc()).format(1705312800, 0))
        .isEqualTo("2024-01-15T10:00:00Z");
    Zone india = Zone.local(ZoneId.of("Asia/Kolkata"));
    assertThat(Strftime.of("%z %Z", india).format(1705312800, 0)).isEqualTo("+0530 IST");
    assertThat(Strftime.iso8601(Zone.local(ZoneId.of("UTC"))).format(1705312800, 0))
        .isEqualTo("2024-01-15T10:00:00+00:00");
    Strftime newYork = Strftime.of("%Z", Zone.local(ZoneId.of("America/New_York")));
    assertThat(newYork.format(1705312800, 0)).isEqualTo("EST");
    assertThat(newYork.format(1720000000, 0)).isEqualTo("EDT");
  }

  @Test
  void negative_offsets_and_padding_of_offsets() {
    Zone zone = TimeZones.parse("-0330");
    assertThat(Strftime.of("%z|%:z|%::z|%:::z|%10z|%_8z|%-z", zone).format(0, 0))
        .isEqualTo("-0330|-03:30|-03:30:00|-03:30|-000000330|    -330|-330");
  }

  @Test
  void agrees_with_java_time_on_any_day() {
    Random random = new Random(3);
    DateTimeFormatter java =
        DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss DDD EEE XX", Locale.US);
    DateTimeFormatter week = DateTimeFormatter.ISO_WEEK_DATE;
    Zone zone = Zone.given(ZoneId.of("Europe/Berlin"));
    Strftime ruby = Strftime.of("%Y-%m-%d %H:%M:%S %j %a %z", zone);
    Strftime rubyWeek = Strftime.of("%G-W%V-%u%:z", zone);
    for (int i = 0; i < 10_000; i++) {
      long second = random.nextLong() & 0xffffffffL;
      ZonedDateTime at = Instant.ofEpochSecond(second).atZone(ZoneId.of("Europe/Berlin"));
      assertThat(ruby.format(second, 0)).isEqualTo(java.format(at));
      assertThat(rubyWeek.format(second, 0)).isEqualTo(week.format(at));
    }
  }

  @Test
  void refuses_an_absurd_width() {
    assertThatThrownBy(() -> Strftime.of("%99999999999Y", Zone.utc()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'%99999999999Y' has a directive wider than 1024");
  }
}
