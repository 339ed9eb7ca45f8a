package io.millrace.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.ConfigException;
import io.millrace.expr.ScriptHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However a configuration is written, reading it ends, in bounded memory. */
class ReadLimitsTest {

  @TempDir Path dir;

  private final ConfigLoader loader =
      new ConfigLoader(
          new ScriptHost(
              Map.of("FLUENT_CONF_INCLUDE_DIR", ""),
              "host.example",
              InstantSource.system(),
              ZoneOffset.UTC),
          "");

  private LoadedConfig load(String text) throws IOException {
    return loader.load(Files.writeString(dir.resolve("fluent.conf"), text), LoadOptions.DEFAULT);
  }

  @Test
  void refusesAFileThatNeverEnds() {
    Path endless = Path.of("/dev/zero");

    assertThatThrownBy(() -> load("@include " + endless + "\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("fluent.conf:1: include error /dev/zero")
        .hasMessageContaining("larger than 16 MiB");
  }

  @Test
  void refusesADirectory() throws IOException {
    Files.createDirectory(dir.resolve("conf.d"));

    assertThatThrownBy(() -> load("\n@include conf.d\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("fluent.conf:2: include error conf.d")
        .hasMessageContaining("is a directory; name the files in it");
  }

  @Test
  void refusesFilesThatMultiplyEachOther() throws IOException {
    for (int i = 0; i < 40; i++) {
      Files.writeString(dir.resolve(i + ".inc"), ("@include " + (i + 1) + ".inc\n").repeat(2));
    }
    Files.writeString(dir.resolve("40.inc"), "k v\n");

    assertThatThrownBy(() -> load("@include 0.inc\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("more than 10000 files are included");
  }

  @Test
  void countsSectionsThatAreOpenAroundAnInclude() throws IOException {
    for (int i = 0; i < 3; i++) {
      Files.writeString(
          dir.resolve(i + ".inc"),
          "<a>\n".repeat(40) + "@include " + (i + 1) + ".inc\n" + "</a>\n".repeat(40));
    }

    assertThatThrownBy(() -> load("@include 0.inc\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("2.inc")
        .hasMessageContaining("sections nest deeper than 100");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "config: &c\n  - source:\n      a: *c\n",
        "a: &a\n  <<: *a\nconfig:\n  - source: *a\n",
        "config: &c\n  - *c\n",
      })
  void refusesYamlThatHoldsItself(String text) {
    assertThatThrownBy(() -> loader.parseYaml(text, "fluent.yaml"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("fluent.yaml:");
  }

  @Test
  void refusesYamlWhoseAliasesMultiplyEachOther() {
    StringBuilder text = new StringBuilder("a0: &a0 [lol]\n");
    for (int i = 1; i < 30; i++) {
      text.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    text.append("config:\n  - source:\n      k: !fluent/json [*a29]\n");

    assertThatThrownBy(() -> loader.parseYaml(text.toString(), "fluent.yaml"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("50000 values")
        .hasMessageContaining("aliases");
  }

  @Test
  void refusesYamlWhoseAliasesMultiplySections() {
    StringBuilder text = new StringBuilder("a0: &a0 {k: x}\n");
    for (int i = 1; i < 30; i++) {
      text.append("a%d: &a%d {p: *a%d, q: *a%d}\n".formatted(i, i, i - 1, i - 1));
    }
    text.append("config:\n  - source: *a29\n");

    assertThatThrownBy(() -> loader.parseYaml(text.toString(), "fluent.yaml"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("50000 values");
  }

  @Test
  void refusesYamlThatNestsTooDeeply() {
    String text = "config: " + "[".repeat(200_000) + "]".repeat(200_000);

    assertThatThrownBy(() -> loader.parseYaml(text, "fluent.yaml"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("fluent.yaml:1: invalid YAML: values nest deeper than 100");
  }

  @Test
  void readsALongFileInTimeThatGrowsWithItsLength() {
    String text = "<match **>\n  k v\n</match>\n".repeat(50_000);

    ConfigElement root = loader.parse(text, "fluent.conf").root();

    assertThat(root.children()).hasSize(50_000);
    assertThat(root.children().get(49_999).location()).hasToString("fluent.conf:149998");
  }
}
