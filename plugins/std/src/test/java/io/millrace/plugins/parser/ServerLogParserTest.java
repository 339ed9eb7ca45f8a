package io.millrace.plugins.parser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Source: Fluentd's apache2, apache, apache_error and nginx parsers. */
class ServerLogParserTest {
  private static final String TIME = "[28/Feb/2013:12:00:00 +0900]";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "192.168.0.1 - - TIME \"GET / HTTP/1.1\" 200 777 \"-\" \"Opera/12.0\""
            + " | {\"host\":\"192.168.0.1\",\"user\":null,\"method\":\"GET\",\"path\":\"/\","
            + "\"code\":200,\"size\":777,\"referer\":null,\"agent\":\"Opera/12.0\"}",
        "- - ann TIME \"GET /a b\" 0 -"
            + " | {\"host\":null,\"user\":\"ann\",\"method\":\"GET\",\"path\":\"/a\","
            + "\"code\":null,\"size\":null,\"referer\":null,\"agent\":null}",
        "h - - TIME \"GET\" x 0"
            + " | {\"host\":\"h\",\"user\":null,\"method\":\"GET\",\"path\":null,"
            + "\"code\":null,\"size\":0,\"referer\":null,\"agent\":null}",
        "h - - TIME \"GET /q\\\"x HTTP/1.1\" 200 1 \"r\\\"s\" \"a \\\"b\\\"\""
            + " | {\"host\":\"h\",\"user\":null,\"method\":\"GET\",\"path\":\"/q\\\\\\\"x\","
            + "\"code\":200,\"size\":1,\"referer\":\"r\\\\\\\"s\",\"agent\":\"a \\\\\\\"b\\\\\\\"\"}",
      })
  void apache2TakesNumbersAndNil(String text, String json) {
    assertThat(Parsed.parse("@type apache2", text.replace("TIME", TIME)))
        .containsExactly("1362020400.000000000 " + json);
  }

  @Test
  void apache2KeepsTheTimeBehindTheOthers() {
    assertThat(
            Parsed.records("@type apache2\nkeep_time_key true", "h - u " + TIME + " \"GET\" 1 2"))
        .containsExactly(
            "{\"host\":\"h\",\"user\":\"u\",\"method\":\"GET\",\"path\":null,\"code\":1,\"size\":2,"
                + "\"referer\":null,\"agent\":null,\"time\":\"28/Feb/2013:12:00:00 +0900\"}");
  }

  @Test
  void apacheTakesText() {
    assertThat(Parsed.parse("@type apache", "h - - " + TIME + " \"GET /a HTTP/1.1\" 200 -"))
        .containsExactly(
            "1362020400.000000000 {\"host\":\"h\",\"user\":\"-\",\"method\":\"GET\","
                + "\"path\":\"/a\",\"code\":\"200\",\"size\":\"-\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"-\" \"curl\" | ,\"referer\":\"-\",\"agent\":\"curl\"",
        "\"r\" \"a\" \"10.0.0.1\""
            + " | ,\"referer\":\"r\",\"agent\":\"a\",\"http_x_forwarded_for\":\"10.0.0.1\"",
        "\"\" \"\" \"1.2.3.4, 5.6.7.8\""
            + " | ,\"referer\":\"\",\"agent\":\"\",\"http_x_forwarded_for\":\"1.2.3.4, 5.6.7.8\"",
      })
  void nginxTakesTextAndForwarders(String rest, String fields) {
    assertThat(
            Parsed.parse("@type nginx", "r h u " + TIME + " \"GET /a  b HTTP/1.1\" 200 7 " + rest))
        .containsExactly(
            "1362020400.000000000 {\"remote\":\"r\",\"host\":\"h\",\"user\":\"u\","
                + "\"method\":\"GET\",\"path\":\"/a  b\",\"code\":\"200\",\"size\":\"7\""
                + fields
                + "}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[pid 7] [client 1.2.3.4:5] File | \"pid\":\"7\",\"client\":\"1.2.3.4:5\",",
        "[client ::1] File | \"client\":\"::1\",",
        "[pid 7] File | \"pid\":\"7\",",
        "File | ``",
      })
  void apacheErrorTakesWhatIsThere(String rest, String fields) {
    assertThat(
            Parsed.parse("@type apache_error", "[Wed Oct 11 14:32:52 2000 +0000] [error] " + rest))
        .containsExactly(
            "971274772.000000000 {\"level\":\"error\"," + fields + "\"message\":\"File\"}");
  }

  @ParameterizedTest
  @CsvSource({"nginx", "apache", "apache2", "apache_error"})
  void doesNotMatchOtherLines(String type) {
    assertThat(Parsed.parse("@type " + type, "not an access line")).containsExactly("unmatched");
  }

  @ParameterizedTest
  @CsvSource({"nginx", "apache", "apache2"})
  void anErrorInTheTimeRefusesTheLine(String type) {
    assertThat(Parsed.parse("@type " + type, "h h u [now] \"GET\" 1 2").get(0))
        .startsWith("error: invalid time format: value = now");
  }
}
