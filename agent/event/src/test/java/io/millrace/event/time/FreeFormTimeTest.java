package io.millrace.event.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FreeFormTimeTest {
  private final FreeFormTime reader =
      new FreeFormTime(
          Zone.local(ZoneId.of("Asia/Tokyo")),
          InstantSource.fixed(Instant.parse("2026-05-06T07:08:09Z")));

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "2024-03-01T10:00:00Z; 2024-03-01T10:00:00Z",
        "2024-03-01T10:00:00.123+02:00; 2024-03-01T08:00:00.123Z",
        "2024-03-01 10:00:00; 2024-03-01T01:00:00Z",
        "2016-10-21 01:54:30 -0400; 2016-10-21T05:54:30Z",
        "2016-10-21 01:54:30 UTC; 2016-10-21T01:54:30Z",
        "2016-10-21 01:54:30,5 GMT; 2016-10-21T01:54:30.500Z",
        "2016/10/21 01:54:30; 2016-10-20T16:54:30Z",
        "2016-10-21; 2016-10-20T15:00:00Z",
        "2016-295; 2016-10-20T15:00:00Z",
        "Wed Oct 11 14:32:52 2000; 2000-10-11T05:32:52Z",
        "Wed Oct 11 14:32:52.123456 2000; 2000-10-11T05:32:52.123456Z",
        "Tue, 05 Mar 2024 12:00:05 +0000; 2024-03-05T12:00:05Z",
        "Tue, 05 Mar 2024 12:00:05 EST; 2024-03-05T17:00:05Z",
        "10/Oct/2000:13:55:36 -0700; 2000-10-10T20:55:36Z",
        "5th March 2024 3:04 pm; 2024-03-05T06:04:00Z",
        "March 5, 2024 12:00 am; 2024-03-04T15:00:00Z",
        "01/02/2003 00:00:00 Z; 2003-02-01T00:00:00Z",
        "20161021T015430Z; 2016-10-21T01:54:30Z",
        "20161021015430; 2016-10-20T16:54:30Z",
        "20161021; 2016-10-20T15:00:00Z",
        "Mar 5 01:02:03; 2026-03-04T16:02:03Z",
        "14:32; 2026-05-06T05:32:00Z",
        "14:32:01 UTC; 2026-05-06T14:32:01Z",
      })
  void reads_the_usual_forms(String text, String expected) {
    assertThat(reader.parse(text).toInstant()).hasToString(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", "hello world", "1700000000", "2024-13-01", "25:00:00", "12/31/2000"})
  void refuses_what_tells_no_time(String text) {
    assertThatThrownBy(() -> reader.parse(text))
        .isInstanceOf(TimeParseException.class)
        .hasMessageContaining("invalid time format: value = " + text);
  }

  @Test
  void refuses_a_long_text() {
    assertThatThrownBy(() -> reader.parse(" ".repeat(129)))
        .isInstanceOf(TimeParseException.class)
        .hasMessageContaining("string length (129) exceeds the limit 128");
  }
}
