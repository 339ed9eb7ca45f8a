package io.millrace.engine.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatchPatternTest {
  /**
   * Fluentd's own table: pattern, tags it matches, tags it rejects; {@code -} stands for none,
   * {@code ''} for the empty tag.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "a*; a ab abc; a.b ba",
        "*a*; a ba ac bac; b",
        "a.*; a.b; ab a a.b.c",
        "a.*.c; a.b.c; a.c",
        "a.**; a a.b a.b.c; ab ab.c",
        "a**; a ab a.b ab.d.e; b",
        "**.a; a b.a d.e.a; ba c.ba",
        "**a; a ba c.ba; b",
        "a.**.c; a.c a.b.c a.b.d.c; a.cx abc",
        "a.{b,c}.**; a.b a.c a.b.x; a.d a.cd",
        "a.{b.**,c}; a.b a.b.c a.c; a.c.d",
        "a.b.** a.c; a.b a.b.c a.c; a.c.d",
        "/a\\..*/; a.b.c; b.b.c",
        "/(?!a\\.).*/; b.b.c; a.b.c",
        "**; a a.b; -",
        "a[b; a[b; ab",
        "a,b; a,b; a b",
        "a.{b,{c,d}.e}; a.b a.c.e a.d.e; a.c a.e",
        "a.{b,c; a.b a.c; a.d a",
        "a\\*; a*; ab a",
        "a.{*,x.*}; a.b a.x.y; a.y.x a",
        "{a,b}.** c; a a.x b.y.z c; c.d ab",
        "a.**.**; a.b a.b.c; a ab",
        "a?#$; a?#$; ab",
        "*; a ab; a.b",
        "*.*; a.b; a a.b.c",
      })
  void followsFluentdsTable(String pattern, String matching, String rejected) {
    MatchPattern compiled = MatchPattern.parse(pattern);
    for (String tag : matching.split(" ")) {
      assertThat(compiled.matches(tag)).as("%s matches %s", pattern, tag).isTrue();
    }
    for (String tag : rejected.split(" ")) {
      if (!tag.equals("-")) {
        assertThat(compiled.matches(tag)).as("%s matches %s", pattern, tag).isFalse();
      }
    }
  }

  @Test
  void noPatternMatchesEverythingEvenTheEmptyTag() {
    assertThat(MatchPattern.parse("").matches("")).isTrue();
  }

  @Test
  void aTrailingNewlineIsForgivenAsInRuby() {
    assertThat(MatchPattern.parse("a.b").matches("a.b\n")).isTrue();
    assertThat(MatchPattern.parse("a.b").matches("a.b\n\n")).isFalse();
  }

  @Test
  void refusesARegexpThatDoesNotEnd() {
    assertThatThrownBy(() -> MatchPattern.parse("/a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("invalid match - regex");
  }
}
