package io.millrace.plugins.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.event.ByteSlice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Source: Fluentd's regexp parser and its shared settings. */
class RegexpParserTest {
  private static String regexp(String expression, String... settings) {
    return "@type regexp\nexpression " + expression + "\n" + String.join("\n", settings) + "\n";
  }

  private static final String AIRFLOW =
      regexp(
          "/^\\[(?<time>[^\\]]+)\\] \\{(?<source>[^}:]+):(?<line>\\d+)\\} (?<level>[A-Z]+) - (?<message>.*)$/",
          "time_format %Y-%m-%dT%H:%M:%S.%L%z",
          "types line:integer");

  @Test
  void takesNamedGroupsAsFields() {
    assertThat(
            Parsed.parse(
                AIRFLOW,
                "[2024-05-06T07:08:11.500+0200] {local_task_job_runner.py:234} ERROR - exited: 1"))
        .containsExactly(
            "1714972091.500000000 {\"source\":\"local_task_job_runner.py\",\"line\":234,"
                + "\"level\":\"ERROR\",\"message\":\"exited: 1\"}");
  }

  @Test
  void takesAnExpressionAsItsType() {
    assertThat(Parsed.records("@type /^(?<k>\\w+)=(?<n>\\d+)$/\ntypes n:integer", "a=1"))
        .containsExactly("{\"k\":\"a\",\"n\":1}");
  }

  @Test
  void doesNotMatchOtherText() {
    assertThat(Parsed.parse(AIRFLOW, "Traceback (most recent call last):"))
        .containsExactly("unmatched");
  }

  @Test
  void leavesOutGroupsThatTookNoPart() {
    String config = regexp("/^(?<a>\\w+)(?: (?<b>\\w+))?$/");
    assertThat(Parsed.records(config, "x")).containsExactly("{\"a\":\"x\"}");
    assertThat(Parsed.records(config, "x y")).containsExactly("{\"a\":\"x\",\"b\":\"y\"}");
  }

  @Test
  void takesBytesThatAreNoText() {
    byte[] latin = {'c', 'a', 'f', (byte) 0xe9, ' ', '1'};
    assertThat(Parsed.parse(regexp("/^(?<n>\\S+) (?<i>\\d)$/"), ByteSlice.of(latin)).get(0))
        .endsWith("\"i\":\"1\"}");
  }

  @Test
  void anErrorInTheTimeRefusesTheRecord() {
    assertThat(Parsed.parse(AIRFLOW, "[yesterday] {a.py:1} INFO - ok").get(0))
        .startsWith("error: invalid time format: value = yesterday");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "h1 - 12 | {\"host\":\"h1\",\"user\":null,\"size\":12}",
        "- ann - | {\"host\":null,\"user\":\"ann\",\"size\":null}",
        "-- - x | {\"host\":\"--\",\"user\":null,\"size\":0}",
      })
  void turnsNullValuesIntoNilBeforeTypes(String text, String json) {
    assertThat(
            Parsed.records(
                regexp(
                    "/^(?<host>\\S*) (?<user>\\S*) (?<size>\\S*)$/",
                    "null_value_pattern ^-$",
                    "types size:integer"),
                text))
        .containsExactly(json);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "integer | 12abc | 12",
        "integer | abc | 0",
        "integer | 1_000 | 1000",
        "integer | 18446744073709551615 | 18446744073709551615",
        "float | 1e3x | 1000.0",
        "float | x | 0.0",
        "bool | YES | true",
        "bool | 1.0 | false",
        "array:/ | a/b// | [\"a\",\"b\"]",
        "time:unixtime | 12 | 12",
        "time:+0100:%Y-%m-%dT%H:%M:%S | 2000-01-01T01:00:00 | 946684800",
        "time:%Y | x | null",
      })
  void convertsTypes(String type, String text, String json) {
    assertThat(Parsed.records(regexp("/^(?<v>.*)$/", "types v:" + type), text))
        .containsExactly("{\"v\":" + json + "}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "time_format %iso8601 | 2024-03-01T10:00:00.5+02:00 | 1709280000.500000000",
        "time_type unixtime | 1477022070.01 | 1477022070.000000000",
        "time_type float | 1477022070.01 | 1477022070.010000000",
        "time_type float | 1477022070.0123456789 | 1477022070.012345678",
        "time_type float | 5 | 5.000000000",
      })
  void readsTimes(String setting, String text, String time) {
    assertThat(Parsed.parse(regexp("/^(?<time>.*)$/", setting), text))
        .containsExactly(time + " {}");
  }

  @Test
  void readsTimesOfSeveralFormats() {
    String config =
        regexp(
            "/^(?<time>.*)$/",
            "time_type mixed",
            "utc true",
            "time_format %iso8601",
            "time_format_fallbacks unixtime,%d/%b/%Y");
    assertThat(Parsed.parse(config, "2024-03-01T10:00:00Z"))
        .containsExactly("1709287200.000000000 {}");
    assertThat(Parsed.parse(config, "12.5")).containsExactly("12.500000000 {}");
    assertThat(Parsed.parse(config, "01/Mar/2024")).containsExactly("1709251200.000000000 {}");
    assertThat(Parsed.parse(config, "x").get(0)).contains("even though fallbacks");
  }

  @Test
  void readsTimesInAZone() {
    assertThat(
            Parsed.parse(
                regexp("/^(?<time>.*)$/", "time_format %Y-%m-%d", "timezone +09:00"), "2024-03-01"))
        .containsExactly("1709218800.000000000 {}");
  }

  @Test
  void refusesWrongSettings() {
    assertThatThrownBy(() -> Parsed.parse(regexp("/x/"), ""))
        .hasMessageContaining("No named captures in 'expression' parameter");
    assertThatThrownBy(() -> Parsed.parse(regexp("/(?<a>x)/", "timezone +09:00"), ""))
        .hasMessageContaining("specifying timezone requires time format");
    assertThatThrownBy(() -> Parsed.parse(regexp("/(?<a>x)/", "types a:blob"), ""))
        .hasMessageContaining("unknown value conversion for key:'a', type:'blob'");
    assertThatThrownBy(() -> Parsed.parse(regexp("/(?<a>x)/", "utc true", "localtime true"), ""))
        .hasMessageContaining("both of utc and localtime are specified");
    assertThatThrownBy(() -> Parsed.parse(regexp("/(?<a>x)/", "time_type mixed"), ""))
        .hasMessageContaining("time_format_fallbacks is empty");
  }

  @Test
  void noneTakesTheWholeText() {
    assertThat(Parsed.parse("@type none", "  spaced\ttext \n"))
        .containsExactly("1700000000.000000000 {\"message\":\"  spaced\\ttext \\n\"}");
    assertThat(Parsed.parse("@type none\nmessage_key raw\nestimate_current_event false", ""))
        .containsExactly("- {\"raw\":\"\"}");
  }

  @Test
  void givesUpATextThatTakesTooLong() {
    assertThat(Parsed.parse(regexp("/^(?<a>(x+x+)+y)$/", "timeout 0.2"), "x".repeat(60) + "z"))
        .containsExactly("unmatched");
  }
}
