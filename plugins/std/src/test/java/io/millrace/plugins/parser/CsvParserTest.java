package io.millrace.plugins.parser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Source: Fluentd's csv parser; Ruby's CSV.parse_line. */
class CsvParserTest {
  private static final String CSV = "@type csv\nkeys a,b\n";
  private static final String FAST = CSV + "parser_engine fast\n";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "x,y | {\"a\":\"x\",\"b\":\"y\"}",
        "x,y,z | {\"a\":\"x\",\"b\":\"y\"}",
        "x, | {\"a\":\"x\",\"b\":null}",
        "\"\",y | {\"a\":\"\",\"b\":\"y\"}",
        "\"x,1\",\"y\" | {\"a\":\"x,1\",\"b\":\"y\"}",
        "\"say \"\"hi\"\"\",\"\"\"\" | {\"a\":\"say \\\"hi\\\"\",\"b\":\"\\\"\"}",
        "\"a,\"\"b\"\"\",c | {\"a\":\"a,\\\"b\\\"\",\"b\":\"c\"}",
      })
  void bothEnginesTakeColumns(String text, String json) {
    assertThat(Parsed.records(CSV, text)).containsExactly(json);
    assertThat(Parsed.records(FAST, text)).containsExactly(json);
    assertThat(Parsed.records(FAST, text + "\n")).containsExactly(json);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a\"b,x | column 1: there is a quote | {\"a\":\"a\\\"b\",\"b\":\"x\"}",
        "x,\"y\"z | column 2: there is text behind | {\"a\":\"x\",\"b\":\"\\\"y\\\"z\"}",
        "x,\"y | column 2: its quote is not closed | {\"a\":\"x\",\"b\":\"y\"}",
        "a\"b,\"a\"\"\"c\" | column 1: there is a quote | {\"a\":\"a\\\"b\",\"b\":\"a\\\"\\\"c\"}",
        "x,y,z\" | column 3: there is a quote | {\"a\":\"x\",\"b\":\"y\"}",
      })
  void onlyTheFastEngineTakesQuotesInTheWrongPlace(String text, String error, String json) {
    assertThat(Parsed.parse(CSV, text).get(0)).startsWith("error: malformed CSV, " + error);
    assertThat(Parsed.records(FAST, text)).containsExactly(json);
  }

  @Test
  void missingColumnsAreNilOrNoFields() {
    assertThat(Parsed.records(CSV, "x")).containsExactly("{\"a\":\"x\",\"b\":null}");
    assertThat(Parsed.records(FAST, "x")).containsExactly("{\"a\":\"x\"}");
  }

  @Test
  void takesTheFirstLineOnly() {
    assertThat(Parsed.records(CSV, "\"x\ny\",z\r\nmore,lines"))
        .containsExactly("{\"a\":\"x\\ny\",\"b\":\"z\"}");
  }

  @Test
  void anEmptyLineDoesNotMatch() {
    assertThat(Parsed.parse(CSV, "")).containsExactly("unmatched");
    assertThat(Parsed.records("@type csv\nkeys a\nparser_type fast", "")).containsExactly("{}");
  }

  @Test
  void takesOtherDelimitersTypesAndNullValues() {
    String config = "@type csv\nkeys a,b,c\ndelimiter ;;\nnull_value_pattern ^NULL$\ntypes c:float";
    assertThat(Parsed.records(config, "NULL;;\"NULL\";;1.5"))
        .containsExactly("{\"a\":null,\"b\":null,\"c\":1.5}");
    assertThat(Parsed.records(config, "x;y;;;;NULL"))
        .containsExactly("{\"a\":\"x;y\",\"b\":null,\"c\":null}");
  }

  @Test
  void ofARepeatedKeyTheLastColumnCounts() {
    assertThat(Parsed.records("@type csv\nkeys a,b,a", "1,2,3"))
        .containsExactly("{\"b\":\"2\",\"a\":\"3\"}");
  }
}
