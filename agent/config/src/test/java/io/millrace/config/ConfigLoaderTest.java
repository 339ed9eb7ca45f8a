package io.millrace.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.ConfigException;
import io.millrace.expr.ScriptHost;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {

  @TempDir Path dir;

  private LoadedConfig load(Path file, LoadOptions options) {
    ScriptHost host =
        new ScriptHost(
            Map.of("DIR", dir.toString()), "host.example", InstantSource.system(), ZoneOffset.UTC);
    return new ConfigLoader(host, "").load(file, options);
  }

  private LoadedConfig load(String name) {
    return load(dir.resolve(name), LoadOptions.DEFAULT);
  }

  private Path write(String name, String text) throws IOException {
    Path file = dir.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  @Test
  void includesFilesInTheOrderOfTheirNamesRelativeToTheIncludingFile() throws IOException {
    write("fluent.conf", "@include conf.d/*.conf\n@include \"#{ENV['DIR']}/all.conf\"\n");
    write(
        "conf.d/10-first.conf",
        "<a>\n@include ../common/fields.inc\n</a>\n@include nested/*.conf\n");
    write("conf.d/20-second.conf", "<d>\n</d>");
    write("conf.d/.hidden.conf", "<hidden>\n</hidden>");
    write("conf.d/ignored.txt", "<ignored>\n</ignored>");
    write("conf.d/nested/b.conf", "<c>\n</c>");
    write("conf.d/nested/a.conf", "<b>\n</b>");
    write("common/fields.inc", "included yes\n<inner>\n</inner>");
    write("all.conf", "<e>\n</e>");

    LoadedConfig config = load("fluent.conf");

    assertThat(config.root().children())
        .extracting(ConfigElement::name)
        .containsExactly("a", "b", "c", "d", "e");
    ConfigElement a = config.root().children().get(0);
    assertThat(a.text("included")).contains("yes");
    assertThat(a.children("inner")).hasSize(1);
    assertThat(config.files()).hasSize(7);
  }

  @Test
  void decodesBlanksInIncludesAndIgnoresWhatIsNotThere() throws IOException {
    write("fluent.conf", "@include with blank/x.conf\n@include no/such/file.conf\n");
    write("with blank/x.conf", "<a>\n</a>");

    assertThat(load("fluent.conf").root().children()).hasSize(1);
  }

  @Test
  void findsFilesBelowAnyDirectory() throws IOException {
    write("fluent.conf", "@include d/**/x.conf\n");
    write("d/x.conf", "<a>\n</a>");
    write("d/e/f/x.conf", "<b>\n</b>");

    assertThat(load("fluent.conf").root().children()).hasSize(2);
  }

  @Test
  void placesAProblemInTheIncludedFile() throws IOException {
    write("fluent.conf", "@include parts/bad.conf\n");
    write("parts/bad.conf", "<match>\n  @type null\n");

    assertThatThrownBy(() -> load("fluent.conf"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("bad.conf:3")
        .hasMessageContaining("expected end tag '</match>'");
  }

  @Test
  void refusesFilesThatIncludeThemselves() throws IOException {
    write("fluent.conf", "@include other.conf\n");
    write("other.conf", "# first line\n@include fluent.conf\n");

    assertThatThrownBy(() -> load("fluent.conf"))
        .hasMessageContaining("other.conf:2")
        .hasMessageContaining("include error fluent.conf")
        .hasMessageContaining("includes itself");
  }

  @Test
  void warnsOfBackupFiles() throws IOException {
    write("fluent.conf", "@include d/*.conf\n");
    write("d/a.bak.conf", "<a>\n</a>");

    LoadedConfig config = load("fluent.conf");

    assertThat(config.root().children()).hasSize(1);
    assertThat(config.warnings())
        .singleElement()
        .asString()
        .contains("duplicated backed-up config file such as", "a.bak.conf");
  }

  @Test
  void readsInlineConfigurationBehindTheFile() throws IOException {
    Path file = write("fluent.conf", "<a>\n</a>");
    LoadOptions options =
        new LoadOptions(
            LoadOptions.Format.GUESS, StandardCharsets.UTF_8, Optional.of("<b>\\n  k v\\n</b>"));

    ConfigElement root = load(file, options).root();

    assertThat(root.children()).extracting(ConfigElement::name).containsExactly("a", "b");
    assertThat(root.children().get(1).text("k")).contains("v");
  }

  @Test
  void readsTheMainFileInItsEncoding() throws IOException {
    Charset shiftJis = Charset.forName("Shift_JIS");
    Path file = dir.resolve("fluent.conf");
    Files.write(file, "<a>\nk 日本\n</a>".getBytes(shiftJis));

    assertThatThrownBy(() -> load("fluent.conf"))
        .hasMessageContaining("invalid byte sequence in UTF-8");
    LoadOptions options = new LoadOptions(LoadOptions.Format.GUESS, shiftJis, Optional.empty());
    assertThat(load(file, options).root().children().get(0).text("k")).contains("日本");
  }

  @Test
  void saysWhichFileIsMissing() {
    assertThatThrownBy(() -> load("nope.conf"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("nope.conf: no such file");
  }

  @Test
  void readsYaml() throws IOException {
    write(
        "fluent.yaml",
        """
        anchors: &common
          team: core
        system:
          workers: 2
        config:
          - !include inputs.yaml
          - filter:
              $tag: [a.**, b.**]
              $type: record_transformer
              record:
                <<: *common
                stage: one
                mode: 0644
                on: yes
                nothing: null
                list: [1, x]
                json: !fluent/json {"a": [1]}
          - label:
              $name: "@SIDE"
              config:
                - match:
                    $tag: "**"
                    $type: copy
                    store:
                      - $type: stdout
                      - $type: file
                        path: !fluent/s "#{ENV['DIR']}/${tag}"
                    buffer:
                      $arg: [tag, time]
          - unknown:
              a: 1
        """);
    write("inputs.yaml", "- source:\n    $type: forward\n    port: 24224\n");

    ConfigElement root = load("fluent.yaml").root();

    assertThat(root.toString().replace(dir.toString(), "DIR"))
        .isEqualTo(
            """
            <ROOT>
              <system>
                workers 2
              </system>
              <source>
                @type "forward"
                port 24224
              </source>
              <filter a.** b.**>
                @type "record_transformer"
                <record>
                  team "core"
                  stage "one"
                  mode 420
                  on true
                  nothing\s
                  list [1,"x"]
                  json {"a":[1]}
                </record>
              </filter>
              <label @SIDE>
                <match **>
                  @type "copy"
                  <store>
                    @type "stdout"
                  </store>
                  <store>
                    @type "file"
                    path "DIR/${tag}"
                  </store>
                  <buffer tag,time>
                  </buffer>
                </match>
              </label>
            </ROOT>
            """);
    assertThat(root.children().get(2).peek("@type").orElseThrow().location().toString())
        .endsWith("fluent.yaml:9");
  }

  @Test
  void refusesYamlOfTheWrongShape() throws IOException {
    write("fluent.yaml", "config:\n  source: 1\n");

    assertThatThrownBy(() -> load("fluent.yaml"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("fluent.yaml:2")
        .hasMessageContaining("expected a sequence");
  }
}
