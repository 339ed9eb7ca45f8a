package io.millrace.plugins.parser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Source: fluent-plugin-parser-cri. */
class CriParserTest {
  private static final String CRI = "@type cri\n";
  private static final String NO_TIME_KEY = CRI + "keep_time_key false\n";
  private static final String JSON =
      CRI + "<parse>\n@type json\nestimate_current_event false\n</parse>\n";

  @Test
  void takesALineApart() {
    assertThat(Parsed.parse(CRI, "2024-03-01T19:00:01.5+09:00 stderr F error: x  y"))
        .containsExactly(
            "1709287201.500000000 {\"stream\":\"stderr\",\"logtag\":\"F\","
                + "\"message\":\"error: x  y\",\"time\":\"2024-03-01T19:00:01.5+09:00\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "stdout P partial |{\"stream\":\"stdout\",\"logtag\":\"P\",\"message\":\"partial \"}",
        "stdout F   \tat x|{\"stream\":\"stdout\",\"logtag\":\"F\",\"message\":\"  \\tat x\"}",
        "stdout F |{\"stream\":\"stdout\",\"logtag\":\"F\",\"message\":\"\"}",
        "stdout P:a x|{\"stream\":\"stdout\",\"logtag\":\"P:a\",\"message\":\"x\"}",
      })
  void keepsTheMessageAsItIs(String rest, String json) {
    assertThat(Parsed.parse(NO_TIME_KEY, "2024-03-01T10:00:00.123456789Z " + rest))
        .containsExactly("1709287200.123456789 " + json);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "short line", "2024-03-01T10:00:05.000Z stdout F"})
  void doesNotMatchWhatHasNoMessage(String text) {
    assertThat(Parsed.parse(CRI, text)).containsExactly("unmatched");
    assertThat(Parsed.parse(JSON, text)).containsExactly("unmatched");
  }

  @Test
  void anErrorInTheTimeRefusesTheLine() {
    assertThat(Parsed.parse(CRI, "bad-time stdout F x").get(0))
        .startsWith("error: invalid time format: value = bad-time");
  }

  @Test
  void takesTheRecordOfANestedParser() {
    String line = "bad-time stdout F {\"level\":\"info\",\"stream\":1}";
    assertThat(Parsed.parse(JSON, line))
        .containsExactly("- {\"level\":\"info\",\"stream\":\"stdout\",\"logtag\":\"F\"}");
    assertThat(Parsed.parse(JSON + "merge_cri_fields false", line))
        .containsExactly("- {\"level\":\"info\",\"stream\":1}");
    assertThat(Parsed.parse(JSON, "2024-03-01T10:00:05.000Z stdout F text"))
        .containsExactly("unmatched");
  }

  @Test
  void addsItsFieldsToEachRecordOfANestedParser() {
    assertThat(Parsed.parse(JSON, "t stdout F [{\"a\":1},2,{\"time\":3}]"))
        .containsExactly(
            "- {\"a\":1,\"stream\":\"stdout\",\"logtag\":\"F\"}",
            "unmatched",
            "3.000000000 {\"stream\":\"stdout\",\"logtag\":\"F\"}");
  }
}
