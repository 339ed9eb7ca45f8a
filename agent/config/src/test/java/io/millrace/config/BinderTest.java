package io.millrace.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Argument;
import io.millrace.api.Child;
import io.millrace.api.ConfigException;
import io.millrace.api.Fields;
import io.millrace.api.Filter;
import io.millrace.api.FilterFactory;
import io.millrace.api.Formatter;
import io.millrace.api.FormatterFactory;
import io.millrace.api.Include;
import io.millrace.api.Param;
import io.millrace.api.Section;
import io.millrace.api.Size;
import io.millrace.api.Template;
import io.millrace.api.Verdict;
import io.millrace.event.RecordPath;
import io.millrace.event.RubyRegexp;
import io.millrace.expr.ScriptHost;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BinderTest {

  enum Mode {
    LAZY,
    IMMEDIATE
  }

  record Shared(@Param(doc = "A shared setting.", def = "5") int shared) {}

  record Rule(
      @Param(doc = "The field.") RecordPath key, @Param(doc = "The pattern.") RubyRegexp pattern) {}

  record Buffer(
      @Argument(doc = "The keys.", def = "") List<String> keys,
      @Param(doc = "A time.", def = "1d") Duration timekey) {}

  record Labels(@Fields(doc = "Labels.") Map<String, String> all) {}

  record Config(
      @Param(doc = "Where to.") Template path,
      @Param(doc = "A size.", def = "8m") Size limit,
      @Param(doc = "A time.") Optional<Duration> pause,
      @Param(doc = "A choice.", def = "lazy") Mode mode,
      @Param(doc = "A truth value.", def = "false") boolean append,
      @Param(doc = "Names.", def = "") Set<String> names,
      @Param(doc = "Pairs.", def = "") Map<String, Integer> pairs,
      @Param(doc = "A number.", def = "1") double ratio,
      @Param(doc = "A password.", def = "", secret = true) String password,
      @Param(doc = "Old.", def = "", deprecated = "use path") String file,
      @Param(doc = "Gone.", def = "", obsoleted = "use path") String host,
      @Include Shared shared,
      @Section(doc = "Rules.") List<Rule> rule,
      @Section(doc = "Buffer.") Buffer buffer,
      @Section(doc = "Labels.") Optional<Labels> labels,
      @Section(doc = "Format.", defaults = "@type json") Child<Formatter> format) {

    Config {
      if (limit.bytes() == 0) {
        throw new IllegalArgumentException("limit must not be 0");
      }
    }
  }

  static final class TestFilter extends FilterFactory<Config> {
    TestFilter() {
      super("test", "Tests.", Config.class, (config, context) -> keeping());
    }

    private static Filter keeping() {
      return (tag, event) -> Verdict.KEEP;
    }
  }

  record Plain(@Param(doc = "Whether a line end follows.", def = "true") boolean addNewline) {}

  static final class TestFormat extends FormatterFactory<Plain> {
    TestFormat() {
      super("json", "Formats.", Plain.class, (config, context) -> (tag, event, out) -> {});
    }
  }

  private final Diagnostics diagnostics = new Diagnostics();
  private final PluginCatalog catalog =
      new PluginCatalog(List.of(new TestFilter(), new TestFormat()));

  private ConfigElement root = ConfigElement.builder("ROOT", "", SourceLocation.BUILT_IN).build();

  private Optional<BoundChild<?>> bind(String body, boolean strict) {
    ScriptHost host =
        new ScriptHost(Map.of(), "host.example", InstantSource.system(), ZoneOffset.UTC);
    String text = "<filter **>\n" + body + "\n</filter>\n";
    root = new ConfigLoader(host, "").parse(text, "fluent.conf").root();
    return new Binder(catalog, strict, diagnostics).bindPlugin("filter", root.children().get(0));
  }

  private Config bound(String body) {
    Optional<BoundChild<?>> child = bind("@type test\n" + body, false);
    diagnostics.throwIfAny();
    return (Config) child.orElseThrow().config();
  }

  private List<String> problems(String body) {
    bind("@type test\n" + body, false);
    assertThat(diagnostics.hasProblems()).isTrue();
    try {
      diagnostics.throwIfAny();
      return List.of();
    } catch (ConfigException e) {
      return e.problems().stream().map(Object::toString).toList();
    }
  }

  @Test
  void bindsWhatIsWrittenAndTheDefaultsOfTheRest() {
    Config config =
        bound(
            """
            path /a/${tag}
            limit 2k
            mode immediate
            append
            names a, b ,c
            pairs x:1,y:2
            shared 7
            <rule>
              key $.a.b
              pattern /x/i
            </rule>
            <buffer tag, time>
            </buffer>
            <labels>
              team core
              k "v"
            </labels>
            """);

    assertThat(config.path()).isEqualTo(Template.of("/a/${tag}"));
    assertThat(config.limit()).isEqualTo(new Size(2048));
    assertThat(config.pause()).isEmpty();
    assertThat(config.mode()).isEqualTo(Mode.IMMEDIATE);
    assertThat(config.append()).isTrue();
    assertThat(config.names()).containsExactly("a", "b", "c");
    assertThat(config.pairs()).isEqualTo(Map.of("x", 1, "y", 2));
    assertThat(config.shared().shared()).isEqualTo(7);
    assertThat(config.rule())
        .singleElement()
        .satisfies(rule -> assertThat(rule.pattern()).isEqualTo(RubyRegexp.parse("/x/i")));
    assertThat(config.buffer().keys()).containsExactly("tag", "time");
    assertThat(config.buffer().timekey()).isEqualTo(Duration.ofDays(1));
    assertThat(config.labels().orElseThrow().all()).isEqualTo(Map.of("team", "core", "k", "v"));
    assertThat(config.format().type()).isEqualTo("json");
    assertThat(diagnostics.warnings()).isEmpty();
    assertThat(UnusedReport.of(root)).isEmpty();
  }

  @Test
  void convertsLooselyUnlessStrict() {
    assertThat(bound("path x\nshared 3x").shared().shared()).isEqualTo(3);
    assertThat(bound("path x\nlimit 1.5m").limit()).isEqualTo(new Size(5 << 20));
    assertThat(bound("path x\npause 10sec").pause()).contains(Duration.ofSeconds(10));
    assertThat(bound("path x\npause 0.5").pause()).contains(Duration.ofMillis(500));
    assertThat(bound("path x\npause 1h30m").pause()).contains(Duration.ofMinutes(30));

    bind("@type test\npath x\nshared 3x\n", true);

    assertThatThrownBy(diagnostics::throwIfAny)
        .hasMessage("fluent.conf:4: shared: shared: invalid value for Integer(): \"3x\"");
  }

  @Test
  void collectsEveryProblemWithItsPlace() {
    assertThat(
            problems(
                """
                mode sometimes
                append maybe
                host old
                <rule>
                  key $.a[0
                  pattern /(unclosed/
                </rule>
                <rule>
                  key a
                </rule>
                <buffer>
                </buffer>
                <buffer>
                </buffer>
                <format>
                  @type jsno
                </format>
                """))
        .satisfiesExactlyInAnyOrder(
            problem ->
                assertThat(problem).isEqualTo("fluent.conf:1: path: 'path' parameter is required"),
            problem ->
                assertThat(problem)
                    .isEqualTo(
                        "fluent.conf:3: mode: valid options are lazy,immediate but got sometimes"),
            problem ->
                assertThat(problem)
                    .startsWith("fluent.conf:4: append: 'append' parameter is required but nil"),
            problem ->
                assertThat(problem)
                    .isEqualTo(
                        "fluent.conf:5: host: 'host' parameter is already removed: use path"),
            problem -> assertThat(problem).startsWith("fluent.conf:7: key: "),
            problem -> assertThat(problem).startsWith("fluent.conf:8: pattern: invalid regexp"),
            problem ->
                assertThat(problem)
                    .isEqualTo(
                        "fluent.conf:10: pattern: 'pattern' parameter is required, in section"
                            + " filter > rule"),
            problem ->
                assertThat(problem)
                    .isEqualTo(
                        "fluent.conf:15: buffer: '<buffer>' section cannot be written twice or more"),
            problem ->
                assertThat(problem)
                    .contains("Unknown formatter plugin 'jsno'", "Did you mean 'json'?"));
  }

  @Test
  void checksRulesAcrossParametersInTheRecord() {
    assertThat(problems("path x\nlimit 0\n")).containsExactly("fluent.conf:1: limit must not be 0");
  }

  @Test
  void knowsNilAndDefault() {
    assertThat(bound("path x\nmode \"#{use_default}\"").mode()).isEqualTo(Mode.LAZY);
    assertThat(bound("path x\npause \"#{use_nil}\"").pause()).isEmpty();
    assertThat(problems("path \"#{use_nil}\"\nshared \"#{use_nil}\"\n"))
        .containsExactly(
            "fluent.conf:3: path: 'path' parameter is required but nil is specified",
            "fluent.conf:4: shared: 'shared' parameter is required but nil is specified");
  }

  @Test
  void refusesTheDefaultOfAParameterThatHasNone() {
    assertThat(problems("path \"#{use_default}\"\n"))
        .containsExactly("fluent.conf:3: path: 'path' doesn't have default value");
  }

  @Test
  void warnsOfDeprecatedParameters() {
    bound("path x\nfile y\n");

    assertThat(diagnostics.warnings())
        .containsExactly("fluent.conf:4: 'file' parameter is deprecated: use path");
  }

  @Test
  void hidesSecretsInTheDump() {
    bound("path x\npassword hunter2\n");

    assertThat(root.toString()).contains("password xxxxxx").doesNotContain("hunter2");
  }

  @Test
  void reportsWhatNobodyUses() {
    bound(
        "path x\npasword x\n<rule>\nkey a\npattern /x/\nanother zzz\n</rule>\n<nonsense>\n</nonsense>\n");

    assertThat(UnusedReport.of(root))
        .satisfiesExactly(
            warning ->
                assertThat(warning)
                    .startsWith("fluent.conf:4: parameter 'pasword' in <filter **>")
                    .contains("is not used. Did you mean 'password'?"),
            warning ->
                assertThat(warning)
                    .startsWith("fluent.conf:8: parameter 'another' in <rule>")
                    .contains("is not used."),
            warning ->
                assertThat(warning)
                    .startsWith(
                        "fluent.conf:10: section <nonsense> is not used in <filter **> of test"));
  }

  @Test
  void aParameterThatThePluginAroundReadsIsKnown() {
    BoundChild<?> child =
        bind("@type test\npath /a\nweight 3\nshare 4\n<rule>\nkey a\npattern /x/\n</rule>", false)
            .orElseThrow();

    assertThat(child.parameter("weight")).hasValue("3");
    assertThat(child.parameter("other")).isEmpty();
    assertThat(UnusedReport.of(root))
        .singleElement()
        .satisfies(warning -> assertThat(warning).contains("parameter 'share'"));
  }

  @Test
  void namesThePluginThatIsMissing() {
    bind("@type no_such_filter\n", false);

    assertThatThrownBy(diagnostics::throwIfAny)
        .hasMessageContaining("fluent.conf:1: @type: Unknown filter plugin 'no_such_filter'. Run")
        .hasMessageContaining("test");
  }

  @Test
  void requiresAType() {
    bind("", false);

    assertThatThrownBy(diagnostics::throwIfAny)
        .hasMessage("fluent.conf:1: @type: Missing '@type' parameter on <filter> directive");
  }

  @Test
  void refusesTwoPluginsOfOneName() {
    assertThatThrownBy(() -> new PluginCatalog(List.of(new TestFilter(), new TestFilter())))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("two plugins are called filter 'test'");
  }

  @Test
  void printsTheSchemaAsText() {
    assertThat(SchemaPrinter.text(new TestFilter()))
        .startsWith("filter @type test  # Tests.\npath: string: required  # Where to.\n")
        .contains("mode: enum (lazy, immediate): (lazy)  # A choice.\n")
        .contains("shared: integer: (5)  # A shared setting.\n")
        .contains("<rule>: optional, multiple  # Rules.\n  key: string: required  # The field.\n")
        .contains("file: string: (\"\")  # Old. Deprecated: use path\n");
  }

  @Test
  void printsTheSchemaAsMarkdownAndJson() {
    assertThat(SchemaPrinter.markdown(new TestFilter()))
        .startsWith("# test (filter)\n\nTests.\n\n| Parameter |")
        .contains("| `limit` | size | `8m` | A size. |\n")
        .contains("\n## `<buffer>`\n\nBuffer. (optional, single)\n");
    assertThat(SchemaPrinter.json(new TestFilter()))
        .startsWith("{\"kind\":\"filter\",\"type\":\"test\",\"doc\":\"Tests.\",\"parameters\":[")
        .contains("\"name\":\"password\"", "\"secret\":true");
  }
}
