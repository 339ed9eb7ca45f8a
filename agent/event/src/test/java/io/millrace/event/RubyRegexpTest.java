package io.millrace.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ruby's regular expressions; the rows are Ruby syntax that java.util.regex does not know. */
class RubyRegexpTest {
  private static Map<String, String> groups(String pattern, String text) {
    RubyRegexp regexp = RubyRegexp.parse(pattern);
    RubyMatcher matcher = regexp.matcher();
    Map<String, String> groups = new LinkedHashMap<>();
    if (matcher.find(ByteSlice.utf8("<<" + text + ">>").slice(2, utf8Length(text)))) {
      for (int i = 0; i < regexp.names().size(); i++) {
        int group = matcher.named(i);
        if (group >= 0) {
          groups.put(regexp.names().get(i), matcher.group(group).toString());
        }
      }
    }
    return groups;
  }

  private static int utf8Length(String text) {
    return ByteSlice.utf8(text).length();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      quoteCharacter = '`',
      value = {
        "/^(?<id>\\h{8}-\\h{4}) (?<rest>\\H+)$/ § dead1234-BEEF xyz § {id=dead1234-BEEF, rest=xyz}",
        "/^(?<a>a++)(?<b>b*+)c?+$/ § aabbc § {a=aa, b=bb}",
        "/^(?<n>(?>\\d+))(?!\\.)(?<r>.*)$/ § 12.5 § {}",
        "/(?<=user=)(?<user>\\w+)(?<!root)(?:\\s|$)/ § uid=1 user=ann x § {user=ann}",
        "/^(?<han>\\p{Han}+)(?<kana>[\\p{Hiragana}\\p{Katakana}]*)/ § 漢字かなカナ § {han=漢字, kana=かなカナ}",
        "/(?<w>\\w+)/ § été § {w=t}",
        "/(?<w>[[:word:]]+)/ § été § {w=été}",
        "/^(?<q>['\"])(?<body>.*?)\\k<q>$/ § 'it\"s' § `{q=', body=it\"s}`",
        "/^(?<a>[\\u3042-\\u3093]+)(?<b>\\x41+)$/ § あいAA § {a=あい, b=AA}",
        "/^(?<a>[\\u{3042 3044}]+)$/ § あい § {a=あい}",
        "/^\\/\\*(?<c>(?~\\*\\/))\\*\\/$/ § /* a * b */ § `{c= a * b }`",
        "/^(?<num>\\d{1,3})\\.\\g<num>(?<tail>\\w*)$/ § 1.256abc § {num=256, tail=abc}",
        "/^(?:a(?<v>\\d)|b(?<v>\\d\\d))$/ § b22 § {v=22}",
        "/^(?:a(?<v>\\d)|b(?<v>\\d\\d))$/ § a1 § {v=1}",
        "/^(?<v>[a-z&&[^aeiou]]+)(?<rest>.*)$/ § xyzabc § {v=xyz, rest=abc}",
        "/key=\\K(?<v>\\w+)/ § a key=val § {v=val}",
        "/^(?<o>\\()?(?<v>\\w+)(?(<o>)\\))$/ § (a § {}",
        "/^(?<all>\\((?:[^()]|\\g<all>)*\\))$/ § (a(b)c) § {all=(a(b)c)}",
        "/(a)(?<n>b)/ § ab § {n=b}",
        "/^(?<größe>\\d+)/ § 12 § {größe=12}",
      })
  void reads_ruby_syntax(String pattern, String text, String expected) {
    assertThat(groups(pattern, text)).hasToString(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/a/i|a|1",
        "/a/m|a|4",
        "/a/im|a|5",
        "/a/xy|a|0",
        "a/i|a/i|0",
        "/|``|0",
        "/a|``|0",
        "/ab|``|0",
        "/^/var/log/|^/var/log|0",
        "``|``|0",
      })
  void parses_the_regexp_type(String text, String source, int options) {
    RubyRegexp regexp = RubyRegexp.parse(text);
    assertThat(regexp.source()).isEqualTo(source);
    assertThat(regexp.options()).isEqualTo(options);
  }

  @Test
  void refuses_in_fluentds_words() {
    assertThatThrownBy(() -> RubyRegexp.parse("/x/imx"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("invalid regexp: missing right slash: /x/imx");
    assertThatThrownBy(() -> RubyRegexp.parse("/(unclosed/"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("invalid regexp: end pattern with unmatched parenthesis: /(unclosed/");
    for (String bad : new String[] {"[b", "\\p{Foo}", "\\k<zz>", "\\u12", "\\u{110000}", "\\u{1"}) {
      assertThatThrownBy(() -> RubyRegexp.of(bad, 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("invalid regexp: ");
    }
  }

  @Test
  void anchors_match_at_every_line_and_a_dot_at_newlines_only_with_m() {
    assertThat(RubyRegexp.parse("^b$").find(ByteSlice.utf8("a\nb\nc"))).isTrue();
    assertThat(RubyRegexp.parse("\\Ab").find(ByteSlice.utf8("a\nb"))).isFalse();
    assertThat(RubyRegexp.parse("/a.b/").find(ByteSlice.utf8("a\nb"))).isFalse();
    assertThat(RubyRegexp.parse("/a.b/m").find(ByteSlice.utf8("a\nb"))).isTrue();
    assertThat(RubyRegexp.parse("/É/i").find(ByteSlice.utf8("é"))).isTrue();
  }

  @Test
  void a_literal_is_found_where_it_is() {
    RubyRegexp regexp = RubyRegexp.parse("/error/");
    assertThat(regexp.find(ByteSlice.utf8("an error"))).isTrue();
    assertThat(regexp.find(ByteSlice.utf8("an erro"))).isFalse();
    assertThat(regexp.find(ByteSlice.utf8("an error").slice(0, 7))).isFalse();
    assertThat(regexp.find(ByteSlice.EMPTY)).isFalse();
  }

  @Test
  void invalid_utf8_never_throws_and_groups_keep_the_bytes() {
    RubyMatcher matcher = RubyRegexp.parse("/(?<a>.+)=(?<b>\\w+).*$/").matcher();
    byte[] text = {'x', 'c', (byte) 0xe9, '=', 'v', (byte) 0xff, (byte) 0xe3, (byte) 0x81};
    assertThat(matcher.find(ByteSlice.of(text, 1, 7))).isTrue();
    assertThat(matcher.group(1).toBytes()).containsExactly('c', 0xe9);
    assertThat(matcher.start(2)).isEqualTo(4);
    assertThat(matcher.end()).isEqualTo(8);
    assertThat(matcher.group(2)).hasToString("v");
  }

  @Test
  void finds_on_from_a_position() {
    RubyMatcher matcher = RubyRegexp.parse("/a(x)?/").matcher();
    byte[] text = {'a', 'b', 'a', 'x'};
    assertThat(matcher.find(text, 0, 4, 1)).isTrue();
    assertThat(matcher.start()).isEqualTo(2);
    assertThat(matcher.find(text, 0, 4, 0)).isTrue();
    assertThat(matcher.start(1)).isEqualTo(-1);
    assertThat(matcher.group(1)).isEqualTo(ByteSlice.EMPTY);
    assertThat(matcher.find(text, 0, 2, 1)).isFalse();
    assertThatThrownBy(matcher::start).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void a_match_that_explodes_is_given_up() {
    RubyRegexp regexp = RubyRegexp.parse("/(a+)+$/").withLimit(Duration.ofMillis(50));
    assertThatThrownBy(() -> regexp.find(ByteSlice.utf8("a".repeat(40) + "b")))
        .isInstanceOf(RegexpTimeoutException.class)
        .hasMessageContaining("/(a+)+$/ took longer than 50 ms on a text of 41 bytes");
    assertThatThrownBy(() -> regexp.withLimit(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shows_itself_as_ruby_inspects_it() {
    assertThat(RubyRegexp.parse("/a b/im")).hasToString("/a b/mi");
    assertThat(RubyRegexp.parse("x")).isEqualTo(RubyRegexp.of("x", 0)).isNotEqualTo("x");
    assertThat(RubyRegexp.parse("/x/")).hasSameHashCodeAs(RubyRegexp.of("x", 0));
  }
}
