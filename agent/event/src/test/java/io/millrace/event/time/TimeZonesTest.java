package io.millrace.event.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeZonesTest {
  @ParameterizedTest
  @CsvSource({
    "+09, 32400",
    "-0930, -34200",
    "+05:30, 19800",
    "Asia/Tokyo, 32400",
    "Etc/GMT+3, -10800",
    "America/Argentina/Buenos_Aires, -10800",
  })
  void reads_offsets_and_names(String text, int offset) {
    assertThat(TimeZones.parse(text).offsetAt(1700000000)).isEqualTo(offset);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"JST", "UTC", "", "9", "+9", "+090", "+0960", "+19:00", "Asia/Nowhere", "a/b/c/d"})
  void refuses_all_else_in_fluentds_words(String text) {
    assertThatThrownBy(() -> TimeZones.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Unsupported timezone '" + text + "'");
  }

  @Test
  void the_offset_of_a_local_time_is_the_one_java_time_finds() {
    ZoneId id = ZoneId.of("Europe/Berlin");
    Zone zone = Zone.given(id);
    Random random = new Random(5);
    for (int i = 0; i < 10_000; i++) {
      long local =
          i % 2 == 0 ? random.nextInt() & 0x7fffffffL : 1711846800 + random.nextInt(20_000);
      LocalDateTime time = LocalDateTime.ofEpochSecond(local, 0, ZoneOffset.UTC);
      assertThat(zone.offsetOfLocal(local))
          .isEqualTo(id.getRules().getOffset(time).getTotalSeconds());
    }
  }
}
