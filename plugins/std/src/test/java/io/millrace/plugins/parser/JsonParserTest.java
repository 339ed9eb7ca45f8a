package io.millrace.plugins.parser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Source: Fluentd's json parser. */
class JsonParserTest {
  private static final String JSON = "@type json\n";
  private static final String NO_TIME = JSON + "estimate_current_event false\n";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"s\":\"x\",\"n\":null,\"b\":[true,false],\"o\":{\"k\":{\"d\":1}},\"e\":{},\"l\":[]}"
            + " | {\"s\":\"x\",\"n\":null,\"b\":[true,false],\"o\":{\"k\":{\"d\":1}},\"e\":{},\"l\":[]}",
        "{\"i\":0,\"neg\":-12,\"big\":9223372036854775807,\"f\":1.50,\"e\":1e3}"
            + " | {\"i\":0,\"neg\":-12,\"big\":9223372036854775807,\"f\":1.5,\"e\":1000.0}",
        "  {\"a\" : 1 , \"b\":2}  | {\"a\":1,\"b\":2}",
        "{\"a\":1,\"b\":0,\"a\":2} | {\"a\":2,\"b\":0}",
        "/* c */ {\"a\":1} // d | {\"a\":1}",
      })
  void takesAnObjectAsARecord(String text, String json) {
    assertThat(Parsed.parse(NO_TIME, text)).containsExactly("- " + json);
  }

  @Test
  void takesEachObjectOfAnArrayAsARecord() {
    assertThat(Parsed.parse(NO_TIME, "[{\"a\":1},5,{\"a\":2}]"))
        .containsExactly("- {\"a\":1}", "unmatched", "- {\"a\":2}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{\"a\":1",
        "{\"a\":}",
        "{'a':1}",
        "{\"a\":1}{\"b\":2}",
        "{\"a\":1} x",
        "123",
        "\"str\"",
        "true",
        "null",
        "{\"a\":.5}",
        "{a:1}",
        "{\"a\":1,}",
        "{\"a\":NaN}",
        "plain"
      })
  void doesNotMatchWhatIsNoRecord(String text) {
    assertThat(Parsed.parse(JSON, text)).containsExactly("unmatched");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "| {\"time\":1362020400,\"a\":1} | 1362020400.000000000 {\"a\":1}",
        "| {\"a\":1,\"time\":1362020400.5} | 1362020400.500000000 {\"a\":1}",
        "| {\"time\":\"1362020400.25\"} | 1362020400.250000000 {}",
        "| {\"a\":1} | 1700000000.000000000 {\"a\":1}",
        "keep_time_key true | {\"time\":5} | 5.000000000 {\"time\":5}",
        "time_key at | {\"at\":7,\"time\":1} | 7.000000000 {\"time\":1}",
        "time_type unixtime | {\"time\":\"12.9x\"} | 12.000000000 {}",
        "time_format %d/%b/%Y:%H:%M:%S %z | {\"time\":\"28/Feb/2013:12:00:00 +0900\"}"
            + " | 1362020400.000000000 {}",
      })
  void takesTheTimeOutOfItsField(String setting, String text, String event) {
    assertThat(Parsed.parse(JSON + (setting == null ? "" : setting), text)).containsExactly(event);
  }

  @Test
  void refusesATimeThatIsNone() {
    assertThat(Parsed.parse(JSON, "{\"time\":[]}").get(0))
        .startsWith("error: value must be a string or a number: []");
    assertThat(Parsed.parse(JSON + "time_format %Y", "{\"time\":5}"))
        .containsExactly("error: value must be string: 5");
    assertThat(Parsed.parse(JSON + "time_format %Y-%m-%d", "{\"time\":\"x\"}").get(0))
        .startsWith("error: invalid time format: value = x");
  }

  @Test
  void convertsTypes() {
    String config =
        NO_TIME
            + "types i:integer,f:float,s:string,b:bool,a:array,t:time:%Y-%m-%d %z,h:string,n:integer";
    assertThat(
            Parsed.records(
                config,
                "{\"i\":\"42\",\"f\":\"1.5\",\"s\":12,\"b\":\"yes\",\"a\":\"x,y\","
                    + "\"t\":\"2024-03-01 +0000\",\"h\":{\"k\":1},\"n\":null}"))
        .containsExactly(
            "{\"i\":42,\"f\":1.5,\"s\":\"12\",\"b\":true,\"a\":[\"x\",\"y\"],\"t\":1709251200,"
                + "\"h\":\"{\\\"k\\\"=>1}\",\"n\":null}");
    assertThat(
            Parsed.records(
                config,
                "{\"i\":1.9,\"f\":3,\"s\":true,\"b\":1,\"a\":[1,2],\"t\":5,\"h\":[1],\"n\":\"x\"}"))
        .containsExactly(
            "{\"i\":1,\"f\":3.0,\"s\":\"true\",\"b\":true,\"a\":[\"[1\",\" 2]\"],\"t\":null,"
                + "\"h\":\"[1]\",\"n\":0}");
    assertThat(Parsed.records(config, "{\"i\":true,\"f\":[1],\"s\":1.0,\"b\":\"TRUE\",\"a\":12}"))
        .containsExactly("{\"i\":0,\"f\":0.0,\"s\":\"1.0\",\"b\":true,\"a\":[\"12\"]}");
  }

  @Test
  void turnsNullValuesIntoNil() {
    assertThat(
            Parsed.records(
                NO_TIME + "null_empty_string true\nnull_value_pattern ^(-|N/A)$",
                "{\"a\":\"\",\"b\":\"-\",\"c\":\"N/A\",\"d\":\"x-\",\"e\":\" \",\"f\":0,\"g\":[\"\"],"
                    + "\"h\":\"N/A\\n\"}"))
        .containsExactly(
            "{\"a\":null,\"b\":null,\"c\":null,\"d\":\"x-\",\"e\":\" \",\"f\":0,\"g\":[\"\"],"
                + "\"h\":null}");
  }
}
