package io.millrace.plugins.formatter;

import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.ConfigException;
import io.millrace.event.EventTime;
import io.millrace.testkit.FormatterDriver;
import io.millrace.testkit.TestEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each formatter writes; the texts are those a Fluentd of version 1.19 wrote. */
class FormattersTest {
  private static final TestEvent FIRST = event("o.x", 1_700_000_000, "{\"m\":\"a,b c\\td\"}");
  private static final TestEvent SECOND =
      event("o.x", new EventTime(1_720_000_000, 123_456_789), "{\"n\":null}");
  private static final TestEvent TYPES =
      event(
          "l",
          1,
          "{\"a\":\"x\",\"n\":1,\"f\":1.0,\"big\":1e+20,\"nil\":null,\"t\":true,\"empty\":\"\"}");

  @Test
  void outFileWritesTimeTagAndJson() {
    String text = FormatterDriver.of("out_file", "utc true").run(FIRST, SECOND);

    assertThat(text)
        .isEqualTo(
            "2023-11-14T22:13:20Z\to.x\t{\"m\":\"a,b c\\td\"}\n"
                + "2024-07-03T09:46:40Z\to.x\t{\"n\":null}\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "output_time false    | o.x~{\"n\":null}",
        "output_tag false     | 2024-07-03T09:46:40Z~{\"n\":null}",
        "delimiter COMMA      | 2024-07-03T09:46:40Z,o.x,{\"n\":null}",
        "delimiter space      | 2024-07-03T09:46:40Z o.x {\"n\":null}",
        "delimiter other      | 2024-07-03T09:46:40Z~o.x~{\"n\":null}",
        "timezone +09:00      | 2024-07-03T18:46:40+09:00~o.x~{\"n\":null}",
        "time_type unixtime   | 1720000000~o.x~{\"n\":null}",
        "time_type float      | 1720000000.123456789~o.x~{\"n\":null}",
        "time_format %d/%b/%Y:%H:%M:%S.%3N | 03/Jul/2024:09:46:40.123~o.x~{\"n\":null}",
      })
  void outFileHasOptions(String line, String expected) {
    String text = FormatterDriver.of("out_file", "utc true", line).run(SECOND);

    assertThat(text).isEqualTo(expected.replace('~', '\t') + "\n");
  }

  @Test
  void outFileEndsLinesAsAsked() {
    String text = FormatterDriver.of("out_file", "utc true", "newline crlf").run(SECOND);

    assertThat(text).isEqualTo("2024-07-03T09:46:40Z\to.x\t{\"n\":null}\r\n");
  }

  @Test
  void floatTimesKeepFluentdsGapsInTheFraction() {
    TestEvent shortFraction = event("o", new EventTime(1, 12_345_678), "{}");

    String text = FormatterDriver.of("out_file", "time_type float").run(shortFraction);

    assertThat(text).isEqualTo("1.0\to\t{}\n");
  }

  @Test
  void contradictingTimeSettingsAreRefused() {
    assertThatThrownBy(
            () -> FormatterDriver.of("out_file", "utc true", "localtime true").run(FIRST))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("test.conf:1")
        .hasMessageContaining("both of utc and localtime are specified, use only one of them");
  }

  @Test
  void zonesWithoutCityAreRefused() {
    assertThatThrownBy(() -> FormatterDriver.of("out_file", "timezone JST").run(FIRST))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("Unsupported timezone 'JST'");
  }

  @Test
  void jsonWritesRecordsAlone() {
    assertThat(FormatterDriver.of("json").run(FIRST, SECOND))
        .isEqualTo("{\"m\":\"a,b c\\td\"}\n{\"n\":null}\n");
    assertThat(FormatterDriver.of("json", "add_newline false").run(FIRST, SECOND))
        .isEqualTo("{\"m\":\"a,b c\\td\"}{\"n\":null}");
  }

  @Test
  void ltsvReplacesDelimitersInValues() {
    TestEvent tab = event("l", 1, "{\"tab\":\"a\\tb,c d\",\"n\":2}");

    assertThat(FormatterDriver.of("ltsv").run(TYPES, tab))
        .isEqualTo("a:x\tn:1\tf:1.0\tbig:1.0e+20\tnil:\tt:true\tempty:\n" + "tab:a b,c d\tn:2\n");
  }

  @Test
  void ltsvTakesOtherDelimiters() {
    TestEvent tab = event("l", 1, "{\"c d\":\"a\\tb,c d\",\"n\":2}");

    String text =
        FormatterDriver.of("ltsv", "delimiter ,", "label_delimiter =", "replacement ;").run(tab);

    assertThat(text).isEqualTo("c d=a\tb;c d,n=2\n");
  }

  @Test
  void csvQuotesEverythingUnlessTold() {
    TestEvent row = event("c", 1, "{\"id\":1,\"name\":\"Ä, \\\"b\\\"\",\"o\":{\"k\":\"\"}}");
    String fields = "fields id,name,,none,$.o.k";

    assertThat(FormatterDriver.of("csv", fields).run(row))
        .isEqualTo("\"1\",\"Ä, \"\"b\"\"\",\"\",\"\"\n");
    assertThat(FormatterDriver.of("csv", fields, "force_quotes false").run(row))
        .isEqualTo("1,\"Ä, \"\"b\"\"\",,\"\"\n");
    assertThat(
            FormatterDriver.of("csv", "fields id,id", "delimiter TAB", "add_newline no").run(row))
        .isEqualTo("\"1\"\t\"1\"");
  }

  @Test
  void csvNeedsAField() {
    assertThatThrownBy(() -> FormatterDriver.of("csv", "fields ,").run(FIRST))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("empty value is specified in fields parameter");
  }

  @Test
  void tsvWritesValuesAsTheyAre() {
    TestEvent row = event("t", 1, "{\"a\":1,\"b\":\"x\\ty\",\"f\":1e+20}");

    assertThat(FormatterDriver.of("tsv", "keys a,b,c,f").run(row))
        .isEqualTo("1\tx\ty\t\t1.0e+20\n");
    assertThat(FormatterDriver.of("tsv", "keys [\"b\",\"a\"]", "delimiter |").run(row))
        .isEqualTo("x\ty|1\n");
  }

  @Test
  void singleValueWritesOneField() {
    TestEvent[] events = {
      event("s", 1, "{\"message\":\"hello\"}"),
      event("s", 1, "{\"message\":\"with nl\\n\"}"),
      event("s", 1, "{\"other\":1}"),
      event("s", 1, "{\"message\":5}")
    };

    assertThat(FormatterDriver.of("single_value").run(events)).isEqualTo("hello\nwith nl\n\n\n5\n");
    assertThat(FormatterDriver.of("single_value", "message_key other").run(events))
        .isEqualTo("\n\n1\n\n");
    assertThat(FormatterDriver.of("single_value", "add_newline no").run(events))
        .isEqualTo("hellowith nl\n5");
  }

  @Test
  void msgpackIsTheBareRecord() {
    assertThat(FormatterDriver.of("msgpack").run(event("m", 1, "{\"a\":\"x\"}")))
        .isEqualTo("\uFFFD\uFFFDa\uFFFDx");
  }

  @Test
  void stdoutHasTimeTagAndJson() {
    assertThat(FormatterDriver.of("stdout", "utc true").run(SECOND))
        .isEqualTo("2024-07-03 09:46:40.123456789 +0000 o.x: {\"n\":null}\n");
    assertThat(FormatterDriver.of("stdout", "utc true", "time_format @%H:%M:%S.%L").run(SECOND))
        .isEqualTo("@09:46:40.123 o.x: {\"n\":null}\n");
  }

  @Test
  void stdoutTakesAnotherFormatterForTheRecord() {
    assertThat(
            FormatterDriver.of("stdout", "time_format %H", "utc yes", "output_type ltsv")
                .run(FIRST))
        .isEqualTo("22 o.x: m:a,b c d\n");
    assertThatThrownBy(() -> FormatterDriver.of("stdout", "output_type yaml").run(FIRST))
        .hasMessageContaining("output_type 'yaml'");
  }
}
