package io.millrace.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.joni.Matcher;
import org.joni.Option;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A matcher that is used again finds what a new one finds. */
class ReusableSearchTest {
  private static final String[] PIECES = {
    "a", "b", "ab", " ", "\n", "é", "日本", "1", "22", "x=1", "\r\n", "A", "_", "-", "", "aaaa"
  };

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "^a",
        "a$",
        "^$",
        "^",
        "$",
        "\\ba",
        "a\\b",
        "\\Ba",
        "a\\z",
        "a\\Z",
        "\\z",
        ".*b",
        "(a)(b)?",
        "(?<k>\\w+)=(?<v>\\d+)",
        "^(?<n>\\d+)",
        "[^a]+",
        "(?i)A",
        "\\s",
        "\\S+$",
        "(a|ab)+",
        "é",
        "[[:alpha:]]+",
        "(?m).+",
        "(?=b)",
        "(?!a)\\w",
        "\\h+",
        "(.)\\1",
        "\\R",
        "^.*$",
        "\\W",
        "(?:a|b)*?1",
        "a{2,3}",
        "日.",
        "x?",
        "\\p{Hiragana}|\\p{Han}",
        "(?>a+)b",
        "\\d+|^ "
      })
  void findsWhatANewMatcherFinds(String pattern) {
    RubyRegexp regexp = RubyRegexp.of(pattern, 0);
    assertThat(regexp.isReusable()).isTrue();
    RubyMatcher matcher = regexp.matcher();
    Random random = new Random(7);

    for (int i = 0; i < 3_000; i++) {
      StringBuilder made = new StringBuilder();
      for (int pieces = random.nextInt(i % 100 == 0 ? 300 : 8); pieces > 0; pieces--) {
        made.append(PIECES[random.nextInt(PIECES.length)]);
      }
      byte[] text = made.toString().getBytes(StandardCharsets.UTF_8);
      int from = startOfCharacter(text, random.nextInt(text.length + 1));
      int at = startOfCharacter(text, from + random.nextInt(text.length - from + 1));
      Matcher expected = regexp.compiled().matcher(text, from, text.length);
      boolean found = expected.search(at, text.length, Option.NONE) >= 0;

      assertThat(matcher.find(text, from, text.length, at))
          .as("%s in %s", pattern, made)
          .isEqualTo(found);
      if (at == from) {
        assertThat(regexp.find(text, from, text.length)).isEqualTo(found);
      }
      if (found) {
        assertThat(matcher.start()).as(made.toString()).isEqualTo(from + expected.getBegin());
        assertThat(matcher.end()).isEqualTo(from + expected.getEnd());
        for (int group = 1; group <= regexp.groupCount(); group++) {
          int start = expected.getRegion().getBeg(group);
          assertThat(matcher.start(group)).isEqualTo(start < 0 ? -1 : from + start);
          int end = expected.getRegion().getEnd(group);
          assertThat(matcher.end(group)).isEqualTo(end < 0 ? -1 : from + end);
        }
      }
    }
  }

  private static int startOfCharacter(byte[] text, int at) {
    int start = at;
    while (start < text.length && (text[start] & 0xc0) == 0x80) {
      start++;
    }
    return start;
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\Aa", "(?<=x)a", "(?<!x)a", "\\Ga"})
  void patternsThatLookBehindTheStartHaveAMatcherForEachText(String pattern) {
    RubyRegexp regexp = RubyRegexp.of(pattern, 0);

    assertThat(regexp.isReusable()).isFalse();
    assertThat(regexp.find(ByteSlice.utf8("xa"))).isEqualTo(pattern.equals("(?<=x)a"));
  }

  @Test
  void staysUsableAfterATimeout() {
    RubyRegexp regexp = RubyRegexp.of("(a|a)+$", 0).withLimit(Duration.ofMillis(50));
    ByteSlice bad = ByteSlice.utf8("a".repeat(40) + "x");

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> regexp.find(bad))
          .isInstanceOf(RegexpTimeoutException.class)
          .hasMessageContaining("/(a|a)+$/")
          .hasMessageContaining("41 bytes");
      assertThat(regexp.find(ByteSlice.utf8("aaa"))).isTrue();
    }
  }
}
