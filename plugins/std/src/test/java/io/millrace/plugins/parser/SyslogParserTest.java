package io.millrace.plugins.parser;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.ByteSlice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Source: Fluentd's syslog parser; RFC 3164, RFC 5424. */
class SyslogParserTest {
  private static final String OLD = "@type syslog\nutc true\n";
  private static final String STRING = "parser_engine string\n";
  private static final String PRIORITY = "with_priority true\n";
  private static final String NEW = "@type syslog\nmessage_format rfc5424\n";

  private static String unescape(String text) {
    return text.replace("\\n", "\n").replace("\\r", "\r");
  }

  /** The manual clock stands in November 2023. */
  @ParameterizedTest
  @ValueSource(strings = {"", STRING})
  void takesTheCurrentYear(String engine) {
    assertThat(Parsed.parse(OLD + engine, "Mar  1 10:00:00 web-01 sshd[123]: Accepted"))
        .containsExactly(
            "1677664800.000000000 {\"host\":\"web-01\",\"ident\":\"sshd\",\"pid\":\"123\","
                + "\"message\":\"Accepted\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "h kernel: [12.3] eth0: up | \"ident\":\"kernel\",\"message\":\"[12.3] eth0: up\"",
        "h cron: (root) CMD (x: y) | \"ident\":\"cron\",\"message\":\"(root) CMD (x: y)\"",
        "h app:  two\\r | \"ident\":\"app\",\"message\":\"two\"",
        "h a/b[77]: x[1]: y | \"ident\":\"a/b\",\"pid\":\"77\",\"message\":\"x[1]: y\"",
        "h Use the BFG! | \"ident\":\"Use\",\"message\":\"the BFG!\"",
        "h app[9]:tight | \"ident\":\"app\",\"pid\":\"9\",\"message\":\"tight\"",
        "h test foo:bar | \"ident\":\"test\",\"message\":\"bar\"",
        "h value1,value2 | \"ident\":\"value1,value2\",\"message\":\"\"",
        "h app: one\\ntwo | \"ident\":\"app\",\"message\":\"one\"",
        "h app[x]: y | \"ident\":\"app\",\"message\":\"y\"",
      })
  void theRegexpEngineTakesOldMessages(String text, String fields) {
    assertThat(Parsed.records(OLD, "Mar  1 10:00:00 " + unescape(text)))
        .containsExactly("{\"host\":\"h\"," + fields + "}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "h kernel: [12.3] eth0: up | \"ident\":\"kernel\",\"message\":\"[12.3] eth0: up\"",
        "h a/b[77]: x[1]: y | \"ident\":\"a/b\",\"pid\":\"77\",\"message\":\"x[1]: y\"",
        "h app[9] x | \"ident\":\"app\",\"pid\":\"9\",\"message\":\"x\"",
        "h app[9]:tight | \"message\":\"app[9]:tight\"",
        "h test foo:bar | \"ident\":\"test\",\"message\":\"foo:bar\"",
        "h value1,value2 | \"message\":\"value1,value2\"",
        "h app: one\\ntwo\\n | \"ident\":\"app\",\"message\":\"one\\ntwo\"",
        "h app]: y | \"ident\":\"app]\",\"message\":\"y\"",
      })
  void theStringEngineTakesOldMessages(String text, String fields) {
    assertThat(Parsed.records(OLD + STRING, "Mar  1 10:00:00 " + unescape(text)))
        .containsExactly("{\"host\":\"h\"," + fields + "}");
  }

  @Test
  void aWordWithoutAColonNeedNotBeAnIdent() {
    String config = OLD + STRING + "support_colonless_ident false";
    assertThat(Parsed.records(config, "Mar  1 10:00:00 h no colon"))
        .containsExactly("{\"host\":\"h\",\"message\":\"no colon\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<",
        "<>",
        "<34",
        "<34>",
        "<>Mar  1 10:00:00 h a: b",
        "Mar  1 10:00:00 h a: b",
        "<34>Mar  1 10:00:00",
        "<34>Mar  1 10:00:00 h"
      })
  void doesNotMatchOldMessagesThatLackSomething(String text) {
    assertThat(Parsed.parse(OLD + PRIORITY, text)).containsExactly("unmatched");
    assertThat(Parsed.parse(OLD + PRIORITY + STRING, text)).containsExactly("unmatched");
  }

  @Test
  void takesThePriority() {
    String text = "<999>Mar  1 10:00:00 h a: b";
    assertThat(Parsed.records(OLD + PRIORITY, text))
        .containsExactly("{\"pri\":999,\"host\":\"h\",\"ident\":\"a\",\"message\":\"b\"}");
    assertThat(Parsed.records(OLD + PRIORITY + STRING, text))
        .containsExactly("{\"host\":\"h\",\"pri\":999,\"ident\":\"a\",\"message\":\"b\"}");
    assertThat(Parsed.parse(OLD + PRIORITY, "<1234>Mar  1 10:00:00 h a: b"))
        .containsExactly("unmatched");
  }

  @Test
  void keepsTheTime() {
    String text = "Mar  1 10:00:00 h a: b";
    assertThat(Parsed.records(OLD + "keep_time_key true", text).get(0))
        .startsWith("{\"time\":\"Mar 1 10:00:00\",\"host\"");
    assertThat(Parsed.records(OLD + STRING + "keep_time_key true", text).get(0))
        .endsWith("\"message\":\"b\",\"time\":\"Mar  1 10:00:00\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", STRING})
  void takesTimesOfOtherFormats(String engine) {
    assertThat(
            Parsed.parse(
                "@type syslog\ntime_format %Y-%m-%dT%H:%M:%S.%N%z\n" + engine,
                "2024-03-01T10:00:00.250+09:00 h app: x y"))
        .containsExactly(
            "1709254800.250000000 {\"host\":\"h\",\"ident\":\"app\",\"message\":\"x y\"}");
    assertThat(
            Parsed.parse(
                OLD + "time_format %b %d %H:%M:%S.%N\n" + engine, "Mar  1 10:00:00.25 h a: b"))
        .containsExactly("1677664800.250000000 {\"host\":\"h\",\"ident\":\"a\",\"message\":\"b\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", STRING})
  void anErrorInTheTimeRefusesTheMessage(String engine) {
    assertThat(Parsed.parse(OLD + engine, "Xxx 01 10:00:00 h a: b").get(0))
        .startsWith("error: invalid time format: value = Xxx");
    assertThat(Parsed.parse(NEW + engine, "- h a p m - x").get(0))
        .startsWith("error: invalid time format: value = -");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "- x | \"extradata\":\"-\",\"message\":\"x\"",
        "- multi\\nline\\n | \"extradata\":\"-\",\"message\":\"multi\\nline\"",
        "- | \"extradata\":\"-\"",
        "[a b=\"c\"] | \"extradata\":\"[a b=\\\"c\\\"]\"",
        "[a b=\"c\"][d e=\"f\"] two | \"extradata\":\"[a b=\\\"c\\\"][d e=\\\"f\\\"]\",\"message\":\"two\"",
      })
  void bothEnginesTakeNewMessages(String rest, String fields) {
    String text = "2024-03-01T10:00:00.003Z h a p m " + unescape(rest);
    String event =
        "1709287200.003000000 {\"host\":\"h\",\"ident\":\"a\",\"pid\":\"p\",\"msgid\":\"m\","
            + fields
            + "}";
    assertThat(Parsed.parse(NEW, text)).containsExactly(event);
    assertThat(Parsed.parse(NEW + STRING, text)).containsExactly(event);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", STRING})
  void takesNewTimesWithoutAFraction(String engine) {
    assertThat(Parsed.parse(NEW + engine, "2024-03-01T10:00:00+09:00 h a p m -").get(0))
        .startsWith("1709254800.000000000 ");
    assertThat(
            Parsed.parse(
                    NEW + engine + "rfc5424_time_format %Y-%m-%dT%H:%M:%S.%N%z",
                    "2024-03-01T10:00:00Z h a p m -")
                .get(0))
        .startsWith("1709287200.000000000 ");
  }

  @Test
  void theEnginesDifferInBackslashesAndEmptyMessages() {
    String data = "2024-03-01T10:00:00Z h a p m [x s=\"A\\]y\"] z";
    assertThat(Parsed.records(NEW, data).get(0)).contains("\"[x s=\\\"A\\\\]y\\\"]\"");
    assertThat(Parsed.records(NEW + STRING, data).get(0)).contains("\"[x s=\\\"A]y\\\"]\"");
    String empty = "2024-03-01T10:00:00Z h a p m - ";
    assertThat(Parsed.parse(NEW, empty)).containsExactly("unmatched");
    assertThat(Parsed.records(NEW + STRING, empty).get(0)).endsWith("\"message\":\"\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<34>",
        "<34>1",
        "<34>1 ",
        "1 2024-03-01T10:00:00Z h a p m -",
        "<34>1 2024-03-01T10:00:00Z",
        "<34>1 2024-03-01T10:00:00Z h a p m"
      })
  void doesNotMatchNewMessagesThatLackSomething(String text) {
    assertThat(Parsed.parse(NEW + PRIORITY, text)).containsExactly("unmatched");
    assertThat(Parsed.parse(NEW + PRIORITY + STRING, text)).containsExactly("unmatched");
  }

  @Test
  void theRegexpEngineRefusesWordsThatAreTooLong() {
    String text = "2024-03-01T10:00:00Z h " + "i".repeat(49) + " p m - x";
    assertThat(Parsed.parse(NEW, text)).containsExactly("unmatched");
    assertThat(Parsed.records(NEW + STRING, text)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", STRING})
  void tellsTheFormatsApart(String engine) {
    String auto = "@type syslog\nmessage_format auto\nutc true\n" + PRIORITY + engine;
    assertThat(Parsed.parse(auto, "<34>Mar 11 10:00:00 h app: 1 x").get(0))
        .startsWith("1678528800.000000000 ")
        .endsWith("\"ident\":\"app\",\"message\":\"1 x\"}");
    assertThat(Parsed.parse(auto, "<34>1 2024-03-01T10:00:00.25Z h su - ID1 - failed").get(0))
        .startsWith("1709287200.250000000 ")
        .contains("\"pri\":34", "\"msgid\":\"ID1\"");
  }

  @Test
  void readsARangeOfALargerArray() {
    byte[] a = ByteSlice.utf8("xx<34>Mar  1 10:00:00 h a: b\n<").toBytes();
    assertThat(Parsed.parse(OLD + PRIORITY, ByteSlice.of(a, 2, a.length - 4)).get(0))
        .endsWith("{\"pri\":34,\"host\":\"h\",\"ident\":\"a\",\"message\":\"b\"}");
  }
}
