package io.millrace.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Size;
import io.millrace.event.RubyRegexp;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each line is a type, a text, and what Fluentd makes of it. */
class ConverterTest {

  enum Choice {
    LAZY,
    INTERVAL
  }

  /** A component for each type, by the name the tables use. */
  record Types(
      String string,
      int integer,
      long big,
      double real,
      Size size,
      Duration time,
      boolean bool,
      Choice choice,
      List<String> array,
      List<Integer> numbers,
      Map<String, String> hash,
      Map<String, Integer> counts,
      RubyRegexp regexp) {}

  private static Type type(String name) {
    return Arrays.stream(Types.class.getRecordComponents())
        .filter(component -> component.getName().equals(name))
        .findFirst()
        .orElseThrow()
        .getGenericType();
  }

  private static Optional<Object> convert(String type, String text, boolean strict) {
    return new Converter(strict).convert("p", ConfigValue.unquoted(text), type(type));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "string|a b|a b",
        "integer|1x|1",
        "integer|abc|0",
        "integer|~~|0",
        "integer|1_000|1000",
        "integer|1__0|1",
        "integer|1.9|1",
        "integer|0x10|0",
        "integer|-7|-7",
        "integer| +3 |3",
        "big|9223372036854775807|9223372036854775807",
        "real|1.5x|1.5",
        "real|.5|0.5",
        "real|junk|0.0",
        "real|1e3|1000.0",
        "real|1_0.5|10.5",
        "size|2k|Size[bytes=2048]",
        "size|2K|Size[bytes=2048]",
        "size|10kb|Size[bytes=10240]",
        "size|3m|Size[bytes=3145728]",
        "size|4g|Size[bytes=4294967296]",
        "size|5t|Size[bytes=5497558138880]",
        "size|1.5m|Size[bytes=5242880]",
        "size|1g2k|Size[bytes=2048]",
        "size|hoge|Size[bytes=0]",
        "size|512|Size[bytes=512]",
        "time|10s|PT10S",
        "time|10sec|PT10S",
        "time|2m|PT2M",
        "time|3h|PT3H",
        "time|4d|PT96H",
        "time|1h30m|PT30M",
        "time|1.5h|PT5H",
        "time|100ms|PT1H40M",
        "time|10S|PT10S",
        "time|0.4|PT0.4S",
        "time|.5|PT0.5S",
        "time|hoge|PT0S",
        "bool|true|true",
        "bool|yes|true",
        "bool|~~|true",
        "bool|# a comment|true",
        "bool|false|false",
        "bool|no|false",
        "choice|interval|INTERVAL",
        "array|a, b ,c|[a, b, c]",
        "array|a,,b,,|[a, , b]",
        "array|a|[a]",
        "array|~~|[]",
        "array|[\"a\",1,true]|[a, 1, true]",
        "numbers|1,2x|[1, 2]",
        "numbers|[1,\"2\"]|[1, 2]",
        "hash|k1:v1,k2:v2|{k1=v1, k2=v2}",
        "hash|k:a:b|{k=a:b}",
        "hash|{\"a\":\"b\",\"a\":\"c\"}|{a=c}",
        "counts|a:1,b:2|{a=1, b=2}",
        "counts|{\"a\":\"7x\"}|{a=7}",
      })
  void readsWhatIsWrittenAsFluentdDoes(String type, String text, String expected) {
    assertThat(convert(type, text, false).map(String::valueOf)).contains(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "integer|0x1F|31",
        "integer|0b101|5",
        "integer|017|15",
        "integer|1_000|1000",
        "real|1.5e3|1500.0",
        "bool|yes|true",
      })
  void readsWholeNumbersInStrictMode(String type, String text, String expected) {
    assertThat(convert(type, text, true).map(String::valueOf)).contains(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "integer|1x|p: invalid value for Integer(): \"1x\"",
        "integer|1.5|p: invalid value for Integer(): \"1.5\"",
        "integer|08|p: invalid value for Integer(): \"08\"",
        "size|hoge|p: invalid value for Integer(): \"hoge\"",
        "real|1.5x|p: invalid value for Float(): \"1.5x\"",
        "time|hoge|p: invalid value for Float(): \"hoge\"",
        "bool|hoge|p: invalid bool value: hoge",
      })
  void refusesInStrictModeWhatRubyWould(String type, String text, String message) {
    assertThatThrownBy(() -> convert(type, text, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "choice|never|valid options are lazy,interval but got never",
        "array|{}|array required but got {}",
        "hash|[]|hash required but got []",
        "regexp|/regexp|invalid regexp: missing right slash: /regexp",
        "regexp|/x/imx|invalid regexp: missing right slash: /x/imx",
        "big|99999999999999999999|does not fit into 64 bits",
      })
  void refusesWhatIsNoValue(String type, String text, String message) {
    assertThatThrownBy(() -> convert(type, text, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({"integer,3000000000", "size,9999999999t", "time,99999999999999999d", "time,1e30"})
  void refusesWhatIsTooLarge(String type, String text) {
    assertThatThrownBy(() -> convert(type, text, false)).isInstanceOf(ArithmeticException.class);
  }

  @ParameterizedTest
  @CsvSource({"True", "1", "on", "hoge"})
  void otherWordsAreNoTruthValues(String text) {
    assertThat(convert("bool", text, false)).isEmpty();
  }

  @Test
  void aNumberOfManyGroupsIsReadWithoutRecursion() {
    String text = "1" + "_1".repeat(100_000);

    assertThatThrownBy(() -> convert("integer", text, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("64 bits");
    assertThat(convert("real", text, false)).isPresent();
  }
}
