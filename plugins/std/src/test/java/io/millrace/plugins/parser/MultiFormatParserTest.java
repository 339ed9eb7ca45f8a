package io.millrace.plugins.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Source: fluent-plugin-multi-format-parser. */
class MultiFormatParserTest {
  private static final String MULTI =
      String.join(
          "\n",
          "@type multi_format",
          "<pattern>",
          "format json",
          "time_key ts",
          "time_type unixtime",
          "</pattern>",
          "<pattern>",
          "format /^(?<time>\\d+) (?<level>\\w+): (?<msg>.*)$/",
          "time_format %s",
          "</pattern>",
          "<pattern>",
          "@type cri",
          "keep_time_key false",
          "</pattern>",
          "<pattern>",
          "format csv",
          "keys a,b",
          "estimate_current_event false",
          "</pattern>");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"ts\":7,\"m\":1} | 7.000000000 {\"m\":1}",
        "8 WARN: by hand | 8.000000000 {\"level\":\"WARN\",\"msg\":\"by hand\"}",
        "2024-03-01T10:00:00.5Z stdout F x"
            + " | 1709287200.500000000 {\"stream\":\"stdout\",\"logtag\":\"F\",\"message\":\"x\"}",
        "{\"ts\":[]} | unmatched",
        "bad-time stdout F x | unmatched",
        "a,b | unmatched",
      })
  void takesTheFirstThatFindsARecordAndATime(String text, String event) {
    assertThat(Parsed.parse(MULTI, text)).containsExactly(event);
  }

  @Test
  void takesAllEventsOfTheParserThatFits() {
    assertThat(Parsed.parse(MULTI, "[{\"ts\":1},5,{\"ts\":2}]"))
        .containsExactly("1.000000000 {}", "2.000000000 {}");
  }

  @Test
  void takesFormatSectionsBehindPatterns() {
    String config =
        "@type multi_format\n<format>\nformat none\n</format>\n<pattern>\nformat json\n</pattern>";
    assertThat(Parsed.records(config, "{\"a\":1}")).containsExactly("{\"a\":1}");
    assertThat(Parsed.records(config, "a")).containsExactly("{\"message\":\"a\"}");
  }

  @Test
  void aTypeNamedByFormatIsNotNestedInItself() {
    String config = "@type multi_format\n<pattern>\nformat cri\nkeep_time_key false\n</pattern>";
    assertThat(Parsed.records(config, "2024-03-01T10:00:00.5Z stdout F x"))
        .containsExactly("{\"stream\":\"stdout\",\"logtag\":\"F\",\"message\":\"x\"}");
  }

  @Test
  void refusesWrongPatterns() {
    assertThatThrownBy(() -> Parsed.parse("@type multi_format", ""))
        .hasMessageContaining("multi_format has nothing to try");
    assertThatThrownBy(() -> Parsed.parse("@type multi_format\n<pattern>\n</pattern>", ""))
        .hasMessageContaining("Missing '@type' parameter on <pattern> directive");
  }
}
