package io.millrace.plugins.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Source: Fluentd's tsv and ltsv parsers. */
class SeparatedParsersTest {
  private static final String TSV = "@type tsv\nkeys a,b,c\n";
  private static final String LTSV = "@type ltsv\n";

  private static String unescape(String text) {
    return text.replace("\\t", "\t").replace("\\n", "\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1\\t2\\t3 | {\"a\":\"1\",\"b\":\"2\",\"c\":\"3\"}",
        "1\\t2 | {\"a\":\"1\",\"b\":\"2\",\"c\":null}",
        "1\\t2\\t3\\t4 | {\"a\":\"1\",\"b\":\"2\",\"c\":\"3\\t4\"}",
        "\\t\\t | {\"a\":\"\",\"b\":\"\",\"c\":\"\"}",
        "1\\t | {\"a\":\"1\",\"b\":\"\",\"c\":null}",
        "x | {\"a\":\"x\",\"b\":null,\"c\":null}",
        "`` | {\"a\":null,\"b\":null,\"c\":null}",
      })
  void takesValuesBetweenTabs(String text, String json) {
    assertThat(Parsed.records(TSV, unescape(text))).containsExactly(json);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "delimiter | ! a|5|6 ! {\"a\":\"a\",\"b\":5}",
        "delimiter | ! | ! {\"a\":\"\",\"b\":0}",
        "delimiter :: ! a:::: ! {\"a\":\"a\",\"b\":0}",
      })
  void takesOtherDelimiters(String setting, String text, String json) {
    assertThat(Parsed.records("@type tsv\nkeys a,b\ntypes b:integer\n" + setting, text))
        .containsExactly(json);
  }

  @Test
  void oneSpaceAsADelimiterMeansAnyBlanks() {
    assertThat(withBlanks("@type tsv", "keys a,b", "  x \t y z "))
        .endsWith(" {\"a\":\"x\",\"b\":\"y z \"}");
    assertThat(withBlanks("@type ltsv", "label_delimiter =", "a=1 b=x=y c= d"))
        .endsWith(" {\"a\":\"1\",\"b\":\"x=y\",\"c\":\"\"}");
  }

  private static String withBlanks(String type, String setting, String text) {
    return Parsed.parse(type + "\n" + setting + "\ndelimiter ' '", text).get(0);
  }

  @Test
  void takesTheTimeOfAColumn() {
    assertThat(Parsed.parse("@type tsv\nkeys at,msg\ntime_key at\ntime_type unixtime", "16\thello"))
        .containsExactly("16.000000000 {\"msg\":\"hello\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a:1\\tb:x:y\\tc:\\tnolabel\\ta:2 | {\"a\":\"2\",\"b\":\"x:y\",\"c\":\"\"}",
        "`` | {}",
        "k:v\\n | {\"k\":\"v\\n\"}",
        ":v\\tk2:v2 | {\"\":\"v\",\"k2\":\"v2\"}",
        "time:2024-03-01 00:00:00 +0000\\tk:v | {\"k\":\"v\"}",
      })
  void takesLabelledValues(String text, String json) {
    assertThat(Parsed.records(LTSV, unescape(text))).containsExactly(json);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/\\s*[,;]\\s*/ | a=1 , b=2;c=3 | {\"a\":\"1\",\"b\":\"2\",\"c\":\"3\"}",
        "/\\s*[,;]\\s*/ | a=1 | {\"a\":\"1\"}",
        "/\\s+/ | a=1 junk  b=2 | {\"a\":\"1\",\"b\":\"2\"}",
        "/x*/ | a=1xb=2 | {\"a\":\"1\",\"b\":\"2\"}",
      })
  void takesPairsBetweenMatches(String pattern, String text, String json) {
    assertThat(Parsed.records(LTSV + "delimiter_pattern " + pattern + "\nlabel_delimiter =", text))
        .containsExactly(json);
  }

  @Test
  void findsRepeatedLabelsAmongMany() {
    String text =
        IntStream.range(0, 5000)
            .mapToObj(i -> "k" + i % 2500 + ":" + i)
            .collect(Collectors.joining("\t"));
    String json =
        IntStream.range(0, 2500)
            .mapToObj(i -> "\"k" + i + "\":\"" + (i + 2500) + "\"")
            .collect(Collectors.joining(",", "{", "}"));
    assertThat(Parsed.records(LTSV, text)).containsExactly(json);
  }

  @Test
  void refusesEmptyDelimitersAndKeys() {
    assertThatThrownBy(() -> Parsed.parse(TSV + "delimiter ", ""))
        .hasMessageContaining("delimiter is empty");
    assertThatThrownBy(() -> Parsed.parse(LTSV + "label_delimiter ", ""))
        .hasMessageContaining("label_delimiter is empty");
    assertThatThrownBy(() -> Parsed.parse("@type tsv", ""))
        .hasMessageContaining("'keys' parameter is required");
  }
}
