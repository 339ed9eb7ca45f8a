package io.millrace.verify.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.millrace.event.ByteSlice;
import io.millrace.testkit.ParserDriver;
import java.util.List;

/**
 * Any text is a line that a parser makes events of, or one that it answers "unmatched" or a {@code
 * ParseException} to. The first byte of the input chooses the parser.
 */
class ParsersFuzzTest {
  private static final List<ParserDriver> PARSERS =
      List.of(
          ParserDriver.of("json"),
          ParserDriver.of("msgpack"),
          ParserDriver.of("csv", "keys a,b,c", "parser_type normal"),
          ParserDriver.of(
              "csv", "keys a,b,c", "parser_type fast", "types a:integer,b:float,c:time"),
          ParserDriver.of("tsv", "keys a,b,c", "types a:bool,b:array"),
          ParserDriver.of("ltsv", "time_key t", "time_format %d/%b/%Y:%H:%M:%S %z"),
          ParserDriver.of("cri"),
          ParserDriver.of("syslog", "message_format auto", "with_priority true"),
          ParserDriver.of("syslog", "message_format rfc5424", "parser_engine regexp"),
          ParserDriver.of("syslog", "message_format rfc3164", "parser_engine string"),
          ParserDriver.of("syslog", "message_format rfc5424", "parser_engine string"),
          ParserDriver.of("nginx"),
          ParserDriver.of("apache2"),
          ParserDriver.of("apache_error"),
          ParserDriver.of("none"));

  @DictionaryEntries({
    "<34>1 2003-10-11T22:14:15.003Z ",
    "<13>Feb  5 17:32:18 host app[1]: ",
    " - - [28/Feb/2013:12:00:00 +0900] \"GET / HTTP/1.1\" 200 777",
    "2020-10-10T00:10:00.333333333Z stdout F ",
    "[a@1 b=\"c\\]\"]",
    "{\"time\":",
    "\\ud800",
    "\"\"",
    "time:1362020400\tk:",
    "1e999",
    "-0.0"
  })
  @FuzzTest(maxDuration = "10m")
  void makesEventsOrSaysWhyNot(byte[] data) {
    if (data.length > 0) {
      FuzzInput.bounded(() -> attempt(data));
    }
  }

  private static void attempt(byte[] data) {
    ParserDriver parser = PARSERS.get((data[0] & 0xff) % PARSERS.size());
    List<String> events = parser.run(ByteSlice.of(data, 1, data.length - 1));
    assertThat(events).allSatisfy(event -> assertThat(event).isNotEmpty());
  }
}
