package io.millrace.plugins.formatter;

import static io.millrace.plugins.Plugins.format;
import static io.millrace.plugins.Plugins.section;
import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.ConfigException;
import io.millrace.event.EventTime;
import io.millrace.testkit.TestContext;
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

  private final TestContext context = new TestContext();

  @Test
  void outFileWritesTimeTagAndJson() {
    String text = format(context, section("format", "@type out_file", "utc true"), FIRST, SECOND);

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
    String text = format(context, section("format", "@type out_file", "utc true", line), SECOND);

    assertThat(text).isEqualTo(expected.replace('~', '\t') + "\n");
  }

  @Test
  void outFileEndsLinesAsAsked() {
    String text =
        format(context, section("format", "@type out_file", "utc true", "newline crlf"), SECOND);

    assertThat(text).isEqualTo("2024-07-03T09:46:40Z\to.x\t{\"n\":null}\r\n");
  }

  @Test
  void floatTimesKeepFluentdsGapsInTheFraction() {
    TestEvent shortFraction = event("o", new EventTime(1, 12_345_678), "{}");

    String text =
        format(context, section("format", "@type out_file", "time_type float"), shortFraction);

    assertThat(text).isEqualTo("1.0\to\t{}\n");
  }

  @Test
  void contradictingTimeSettingsAreRefused() {
    assertThatThrownBy(
            () ->
                format(
                    context,
                    section("format", "@type out_file", "utc true", "localtime true"),
                    FIRST))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("test.conf:1")
        .hasMessageContaining("both of utc and localtime are specified, use only one of them");
  }

  @Test
  void zonesWithoutCityAreRefused() {
    assertThatThrownBy(
            () -> format(context, section("format", "@type out_file", "timezone JST"), FIRST))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("Unsupported timezone 'JST'");
  }

  @Test
  void jsonWritesRecordsAlone() {
    assertThat(format(context, section("format", "@type json"), FIRST, SECOND))
        .isEqualTo("{\"m\":\"a,b c\\td\"}\n{\"n\":null}\n");
    assertThat(format(context, section("format", "@type json", "add_newline false"), FIRST, SECOND))
        .isEqualTo("{\"m\":\"a,b c\\td\"}{\"n\":null}");
  }

  @Test
  void ltsvReplacesDelimitersInValues() {
    TestEvent tab = event("l", 1, "{\"tab\":\"a\\tb,c d\",\"n\":2}");

    assertThat(format(context, section("format", "@type ltsv"), TYPES, tab))
        .isEqualTo("a:x\tn:1\tf:1.0\tbig:1.0e+20\tnil:\tt:true\tempty:\n" + "tab:a b,c d\tn:2\n");
  }

  @Test
  void ltsvTakesOtherDelimiters() {
    TestEvent tab = event("l", 1, "{\"c d\":\"a\\tb,c d\",\"n\":2}");

    String text =
        format(
            context,
            section("format", "@type ltsv", "delimiter ,", "label_delimiter =", "replacement ;"),
            tab);

    assertThat(text).isEqualTo("c d=a\tb;c d,n=2\n");
  }

  @Test
  void csvQuotesEverythingUnlessTold() {
    TestEvent row = event("c", 1, "{\"id\":1,\"name\":\"Ä, \\\"b\\\"\",\"o\":{\"k\":\"\"}}");
    String fields = "fields id,name,,none,$.o.k";

    assertThat(format(context, section("format", "@type csv", fields), row))
        .isEqualTo("\"1\",\"Ä, \"\"b\"\"\",\"\",\"\"\n");
    assertThat(format(context, section("format", "@type csv", fields, "force_quotes false"), row))
        .isEqualTo("1,\"Ä, \"\"b\"\"\",,\"\"\n");
    assertThat(
            format(
                context,
                section("format", "@type csv", "fields id,id", "delimiter TAB", "add_newline no"),
                row))
        .isEqualTo("\"1\"\t\"1\"");
  }

  @Test
  void csvNeedsAField() {
    assertThatThrownBy(() -> format(context, section("format", "@type csv", "fields ,"), FIRST))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("empty value is specified in fields parameter");
  }

  @Test
  void tsvWritesValuesAsTheyAre() {
    TestEvent row = event("t", 1, "{\"a\":1,\"b\":\"x\\ty\",\"f\":1e+20}");

    assertThat(format(context, section("format", "@type tsv", "keys a,b,c,f"), row))
        .isEqualTo("1\tx\ty\t\t1.0e+20\n");
    assertThat(
            format(
                context, section("format", "@type tsv", "keys [\"b\",\"a\"]", "delimiter |"), row))
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

    assertThat(format(context, section("format", "@type single_value"), events))
        .isEqualTo("hello\nwith nl\n\n\n5\n");
    assertThat(
            format(context, section("format", "@type single_value", "message_key other"), events))
        .isEqualTo("\n\n1\n\n");
    assertThat(format(context, section("format", "@type single_value", "add_newline no"), events))
        .isEqualTo("hellowith nl\n5");
  }

  @Test
  void msgpackIsTheBareRecord() {
    assertThat(format(context, section("format", "@type msgpack"), event("m", 1, "{\"a\":\"x\"}")))
        .isEqualTo("\uFFFD\uFFFDa\uFFFDx");
  }

  @Test
  void stdoutHasTimeTagAndJson() {
    assertThat(format(context, section("format", "@type stdout", "utc true"), SECOND))
        .isEqualTo("2024-07-03 09:46:40.123456789 +0000 o.x: {\"n\":null}\n");
    assertThat(
            format(
                context,
                section("format", "@type stdout", "utc true", "time_format @%H:%M:%S.%L"),
                SECOND))
        .isEqualTo("@09:46:40.123 o.x: {\"n\":null}\n");
  }

  @Test
  void stdoutTakesAnotherFormatterForTheRecord() {
    assertThat(
            format(
                context,
                section("format", "@type stdout", "time_format %H", "utc yes", "output_type ltsv"),
                FIRST))
        .isEqualTo("22 o.x: m:a,b c d\n");
    assertThatThrownBy(
            () -> format(context, section("format", "@type stdout", "output_type yaml"), FIRST))
        .hasMessageContaining("output_type 'yaml'");
  }
}
