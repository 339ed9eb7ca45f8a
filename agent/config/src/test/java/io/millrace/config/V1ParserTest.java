package io.millrace.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.api.ConfigException;
import io.millrace.expr.ScriptHost;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class V1ParserTest {

  private static final ScriptHost HOST =
      new ScriptHost(
          Map.of("TEAM", "core", "LIST", "a,b"),
          "host.example",
          InstantSource.system(),
          ZoneOffset.UTC);

  private static LoadedConfig load(String text) {
    return ConfigLoader.withoutSecondTier(HOST, "1").parse(text, "fluent.conf");
  }

  /** The value of {@code k} in a section that holds only {@code line}. */
  private static ConfigValue valueOf(String line) {
    ConfigElement section = load("<x>\n" + line + "\n</x>").root().children().get(0);
    return section.peek("k").orElseThrow().value();
  }

  private static String textOf(String line) {
    return valueOf(line).text();
  }

  @Test
  void readsPlainValues() {
    assertThat(textOf("k v1")).isEqualTo("v1");
    assertThat(textOf("k a  b  c   ")).isEqualTo("a  b  c");
    assertThat(textOf("k")).isEmpty();
    assertThat(textOf("k a\\tb\\\\")).isEqualTo("a\\tb\\\\");
    assertThat(textOf("k #{1 + 1}")).isEqualTo("#{1 + 1}");
    assertThat(textOf("k <b>bold</b>")).isEqualTo("<b>bold</b>");
    assertThat(textOf("\tk\ttab\tseparated\t")).isEqualTo("tab\tseparated");
    assertThat(textOf("k t[")).isEqualTo("t[");
  }

  @Test
  void takesNumberSignsForCommentsOnlyBehindBlanks() {
    assertThat(textOf("k #x")).isEqualTo("#x");
    assertThat(textOf("k # text")).isEqualTo("# text");
    assertThat(textOf("k a#b")).isEqualTo("a#b");
    assertThat(textOf("k a #c")).isEqualTo("a");
    assertThat(textOf("k a\t#c")).isEqualTo("a");
    assertThat(textOf("k \"a#b\" # c")).isEqualTo("a#b");
  }

  @Test
  void readsDoubleQuotedValues() {
    assertThat(textOf("k \"\\\\\"")).isEqualTo("\\");
    assertThat(textOf("k \"\\\"\\[\\$\"")).isEqualTo("\"[$");
    assertThat(textOf("k \"\\r\\n\\t\\f\\b\\0\"")).isEqualTo("\r\n\t\f\b\0");
    assertThat(textOf("k \"a\n  b\"")).isEqualTo("a\n  b");
    assertThat(textOf("k \"a\\\n  b\"")).isEqualTo("a  b");
    assertThat(textOf("k \"\"")).isEmpty();
  }

  @Test
  void readsSingleQuotedValues() {
    assertThat(textOf("k '\\n'")).isEqualTo("\\n");
    assertThat(textOf("k '\\''")).isEqualTo("'");
    assertThat(textOf("k '\\\\['")).isEqualTo("\\[");
    assertThat(textOf("k '#{x}'")).isEqualTo("#{x}");
  }

  @Test
  void evaluatesEmbeddedCode() {
    assertThat(textOf("k \"#{1+1}foo#{2+2}bar\"")).isEqualTo("2foo4bar");
    assertThat(textOf("k \"#{}\"")).isEmpty();
    assertThat(textOf("k \"#{\"}\"}\"")).isEqualTo("}");
    assertThat(textOf("k \"\\#{x}\"")).isEqualTo("#{x}");
    assertThat(textOf("k \"#{ENV['UNSET']}\"")).isEmpty();
    assertThat(textOf("k \"#{ENV['TEAM'].upcase}-#{worker_id}@#{hostname}\""))
        .isEqualTo("CORE-1@host.example");
    assertThat(textOf("k \"#{ {'a' => 1}['a'] }}\"")).isEqualTo("1}");
  }

  @Test
  void knowsTheEffectsOfUseNilAndUseDefault() {
    assertThat(valueOf("k \"#{ENV['UNSET'] || use_default}\"")).isEqualTo(ConfigValue.DEFAULT);
    assertThat(valueOf("k \"#{ENV['TEAM'] || use_default}\"").text()).isEqualTo("core");
    assertThat(valueOf("k \"x#{use_nil}\"")).isEqualTo(ConfigValue.NIL);
  }

  @Test
  void readsJsonValues() {
    assertThat(valueOf("k [1, 2]")).isEqualTo(new ConfigValue(ConfigValue.Kind.JSON, "[1,2]"));
    assertThat(textOf("k [\"p\", # one\n \"q\", // two\n /* three */ null ]"))
        .isEqualTo("[\"p\",\"q\",null]");
    assertThat(textOf("k {\"a\":\"b\",\"c\":\"#{ENV['TEAM']}\", \"d\": {}} # c"))
        .isEqualTo("{\"a\":\"b\",\"c\":\"core\",\"d\":{}}");
    assertThat(textOf("k [\"${record[\\\"n\\\"]}\"]")).isEqualTo("[\"${record[\\\"n\\\"]}\"]");
    assertThat(textOf("k '{\"a\":\"#{v}\"}'")).isEqualTo("{\"a\":\"#{v}\"}");
  }

  @Test
  void readsSectionsWithTheirArgumentsAndPlaces() {
    ConfigElement root =
        load("""
                <match a.** b.** > # comment
                  @type null
                  <buffer tag, time>
                  </buffer>
                </match>
                <filter "x.#{ENV['TEAM']}.**">
                </filter>
                """)
            .root();

    ConfigElement match = root.children().get(0);
    assertThat(match.argument()).isEqualTo("a.** b.**");
    assertThat(match.location()).hasToString("fluent.conf:1");
    assertThat(match.type()).contains("null");
    assertThat(match.peek("@type").orElseThrow().location()).hasToString("fluent.conf:2");
    assertThat(match.children().get(0).argument()).isEqualTo("tag, time");
    assertThat(root.children().get(1).argument()).isEqualTo("x.core.**");
  }

  @Test
  void readsTextWithCarriageReturns() {
    ConfigElement root = load("<a>\r\n  k v # c\r\n  e\r\n  q \"x\"\r\n</a>\r\n# end\r\n").root();

    assertThat(root.children().get(0).parameters())
        .extracting(Parameter::name, Parameter::text)
        .containsExactly(tuple("k", "v"), tuple("e", ""), tuple("q", "x"));
  }

  @Test
  void readsQuotedArgumentsAndNames() {
    assertThat(load("<a '#{x} \\\\'>\n</a>").root().children().get(0).argument())
        .isEqualTo("#{x} \\");
    assertThat(load("<a \"x\\ty\" >\n</a>").root().children().get(0).argument()).isEqualTo("x\ty");
    assertThat(load("<a   >\n</a>").root().children().get(0).argument()).isEmpty();
    assertThat(load("<a b  c\t>\n</a >").root().children().get(0).argument()).isEqualTo("b  c");
    ConfigElement x = load("<x>\n'a b' 1\n\"c\\\\d\" 2\ne#f 3\n</x>").root().children().get(0);
    assertThat(x.parameters()).extracting(Parameter::name).containsExactly("a b", "c\\d", "e#f");
  }

  @Test
  void includeWithoutTheAtSignIsAParameterInsideOfSections() {
    ConfigElement x = load("<x>\ninclude nothing.conf\n</x>").root().children().get(0);

    assertThat(x.text("include")).contains("nothing.conf");
    assertThat(load("include nothing.conf\n").warnings())
        .containsExactly("fluent.conf:1: 'include' is deprecated. Use '@include' instead");
  }

  @Test
  void linesOfADoubleQuotedStringMayBeEmptyOrEndAsOnWindows() {
    assertThat(textOf("k \"\n\na\n\n#{1}\nb\"")).isEqualTo("\n\na\n\n1\nb");
    assertThat(textOf("k \"a\r\nb\\\r\nc\"")).isEqualTo("a\r\nbc");
  }

  @Test
  void commentsMayStandBehindTagsAndBetweenLines() {
    ConfigElement root = load("# one\n<a> # two\n# three\n  k v\n\n</a> # four\n#").root();

    assertThat(root.children().get(0).text("k")).contains("v");
  }

  @Test
  void letsTheLastOfTwoEqualNamesWinInTheFirstPlace() {
    ConfigElement section = load("<x>\na 1\nb 2\na 3\n1 1\n</x>").root().children().get(0);

    assertThat(section.parameters()).extracting(Parameter::name).containsExactly("a", "b", "1");
    assertThat(section.text("a")).contains("3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<test></test>",
        "<test #a>\n</test>",
        "<a>\n",
        "<a>\n</b>",
        "</a>",
        "<a>\nk \"a\" 1\n</a>",
        "<a>\nk \"\\z\"\n</a>",
        "<a>\nk \"\\1\"\n</a>",
        "<a>\nk \"abc\n</a>",
        "<a>\nk 'abc\n</a>",
        "<a>\nk ''''\n</a>",
        "<a>\nk \"#{#}\"\n</a>",
        "<a>\nk \"#{ENV.fetch('NOPE')}\"\n</a>",
        "<a>\nk \"#{system('ls')}\"\n</a>",
        "<a>\nk [1,2,]\n</a>",
        "<a>\nk [t\n</a>",
        "<a>\nk {t\n</a>",
        "<a>\nk [\"a\\qb\"]\n</a>",
        "@k v",
        "<match>\n@nothing 1\n</match>",
        "<a-b>\n</a-b>"
      })
  void refusesWhatIsNoConfiguration(String text) {
    assertThatThrownBy(() -> load(text))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("fluent.conf line ");
  }

  @Test
  void saysWhereAndWhatIsWrong() {
    assertThatThrownBy(() -> load("<match **>\n  @type null\n  k \"a\" 1\n</match>"))
        .hasMessage(
            """
            fluent.conf:3: expected end of line at fluent.conf line 3,8
              2:   @type null
              3:   k "a" 1
                 --------^
              4: </match>""");
  }

  @Test
  void namesTheEndTagThatIsMissing() {
    assertThatThrownBy(() -> load("<match **>\n  @type null\n"))
        .hasMessageContaining("expected end tag '</match>' but got end of file");
  }

  @Test
  void allowsAtSignsInNestedSectionsWithAWarning() {
    LoadedConfig config = load("<match>\n<record>\n@timestamp 1\n</record>\n</match>");

    assertThat(config.warnings())
        .singleElement()
        .asString()
        .contains("fluent.conf:3", "@timestamp");
  }

  @Test
  void showsTheConfigurationAsTextWithoutSecrets() {
    ConfigElement root =
        load("<source>\n@type http\n<auth>\npassword \"a\\nb\"\nuser u\n</auth>\n</source>").root();
    ConfigElement auth = root.children().get(0).children().get(0);

    assertThat(root)
        .hasToString(
            """
        <ROOT>
          <source>
            @type http
            <auth>
              password "a\\nb"
              user u
            </auth>
          </source>
        </ROOT>
        """);
    auth.markSecret("password");
    assertThat(root.toString()).contains("password xxxxxx").doesNotContain("a\\nb");
  }
}
