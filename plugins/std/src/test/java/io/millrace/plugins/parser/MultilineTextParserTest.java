package io.millrace.plugins.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Source: Fluentd's multiline parser. */
class MultilineTextParserTest {
  private static final String JAVA =
      "@type multiline\n"
          + "format_firstline /^\\d{4}-\\d{2}-\\d{2} /\n"
          + "format1 /^(?<time>\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2}) (?<level>[A-Z]+) /\n"
          + "format2 /(?<message>.*)/\n"
          + "time_format %Y-%m-%d %H:%M:%S\nutc true\n";

  @Test
  void joinsItsPieces() {
    assertThat(Parsed.parse(JAVA, "2024-03-05 10:00:01 ERROR cannot add\n\tat Cart.java:88"))
        .containsExactly(
            "1709632801.000000000 {\"level\":\"ERROR\",\"message\":\"cannot add\\n\\tat"
                + " Cart.java:88\"}");
    assertThat(Parsed.parse(JAVA, "else")).containsExactly("unmatched");
  }

  @Test
  void goesOnBehindAMatch() {
    String pairs = "@type multiline\nformat1 /^(?<k>\\w+)=(?<v>\\w+)$/\n";
    assertThat(Parsed.records(pairs, "a=1\nb=2"))
        .containsExactly("{\"k\":\"a\",\"v\":\"1\"}", "{\"k\":\"b\",\"v\":\"2\"}");
    assertThat(Parsed.records(pairs + "unmatched_lines true", "x\na=1\ny"))
        .containsExactly(
            "{\"unmatched_line\":\"x\\n\"}",
            "{\"k\":\"a\",\"v\":\"1\"}",
            "{\"unmatched_line\":\"y\"}");
  }

  @Test
  void refusesWrongPieces() {
    assertThatThrownBy(() -> Parsed.parse("@type multiline\nformat2 /(?<a>x)/", ""))
        .hasMessageContaining("Jump of format index found. format1 is missing.");
    assertThatThrownBy(() -> Parsed.parse("@type multiline\nformat21 /(?<a>x)/", ""))
        .hasMessageContaining("Invalid format21 found. N should be 1 - 20: /(?<a>x)/");
    assertThatThrownBy(() -> Parsed.parse("@type multiline\nformat1 x", ""))
        .hasMessageContaining("format should be Regexp, need //, in format1: 'x'");
    assertThatThrownBy(() -> Parsed.parse("@type multiline\nformat1 /x/", ""))
        .hasMessageContaining("Invalid regexp 'x': No named captures");
  }
}
