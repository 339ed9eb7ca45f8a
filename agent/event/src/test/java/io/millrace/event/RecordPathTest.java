package io.millrace.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of Fluentd's record accessor syntax. */
class RecordPathTest {
  private static String find(String path) {
    Map<String, Object> record =
        Map.of(
            "key", "top",
            "a.b", "dotted",
            "$", "dollar",
            "a b", "blank",
            "a", Map.of("b", List.of(Map.of("c", "deep"), "last"), "x.y", "inner"),
            "list", List.of(List.of("0.0", "0.1"), Map.of("k", "v")));
    ByteArraySink packed = new ByteArraySink(64);
    new PackWriter(packed).value(record);
    int at = RecordPath.parse(path).find(packed.array(), 0);
    return at < 0 ? "none" : PackText.bytes(packed.array(), at).toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "key|top",
        "a.b|dotted",
        "a b|blank",
        "$|dollar",
        "$.key|top",
        "$.a.b[0].c|deep",
        "$.a.b[-1]|last",
        "$.a.b.[0].c|deep",
        "$['a.b']|dotted",
        "$[\"a.b\"]|dotted",
        "$['a']['x.y']|inner",
        "$['a']['b'][0]['c']|deep",
        "$.list[0][1]|0.1",
        "$.list[1].k|v",
        "$.a.b[2]|none",
        "$.a.b[-3]|none",
        "$.key.sub|none",
        "$.key[0]|none",
        "$.missing|none",
        "missing|none",
      })
  void finds(String path, String expected) {
    assertThat(find(path)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "$.|empty keys in dot notation",
        "$.a b|whitespace character is not allowed in dot notation. Use bracket notation: $.a b",
        "$.a[0|'[' found but ']' not found. Invalid syntax: $.a[0",
        "$.a]|']' found but '[' not found. Invalid syntax: $.a]",
        "$.a[]|missing array index in '[]'. Invalid syntax: $.a[]",
        "$.a[0]x|found more characters after ']'. Invalid syntax: $.a[0]x",
        "$['a'|Mismatched quotes. Invalid syntax: $['a'",
        "$['a\"]|Mismatched quotes. Invalid syntax: $['a\"]",
        "$['a']x|found more characters after ']'. Invalid syntax: $['a']x",
        "$[0|'[' found but ']' not found. Invalid syntax: $[0",
      })
  void refuses_in_fluentds_words(String path, String message) {
    assertThatThrownBy(() -> RecordPath.parse(path))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void equals_by_its_text() {
    assertThat(RecordPath.parse("$.a")).isEqualTo(RecordPath.parse("$.a")).hasToString("$.a");
    assertThat(RecordPath.parse("$.a")).isNotEqualTo(RecordPath.parse("a"));
    assertThat(RecordPath.parse("a").isKey()).isTrue();
    assertThat(RecordPath.parse("$.a[0]").isKey()).isFalse();
  }
}
