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

class IncludeDirectoryTest {

  @TempDir Path dir;

  private LoadedConfig load(Map<String, String> environment) {
    ScriptHost host =
        new ScriptHost(environment, "host.example", InstantSource.system(), ZoneOffset.UTC);
    return new ConfigLoader(host, "").load(dir.resolve("fluent.conf"), LoadOptions.DEFAULT);
  }

  private void write(String name, String text) throws IOException {
    Path file = dir.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private Map<String, String> environment() {
    return Map.of("FLUENT_CONF_INCLUDE_DIR", dir.resolve("conf.d").toString());
  }

  @Test
  void readsItsFilesBehindTheMainFileInTheOrderOfTheirNames() throws IOException {
    write("fluent.conf", "<main>\n</main>\n");
    write("conf.d/30.conf", "<d>\n</d>");
    write("conf.d/10.yaml", "config:\n  - source:\n      $type: sample\n");
    write("conf.d/20/b.conf", "<c>\n</c>");
    write("conf.d/20/a.yml", "config:\n  - match:\n      $tag: a.**\n");
    write("conf.d/ignored.txt", "<e>\n</e>");

    LoadedConfig config = load(environment());

    assertThat(config.root().children())
        .extracting(ConfigElement::name)
        .containsExactly("main", "source", "match", "c", "d");
    assertThat(config.root().children().get(4).location().file()).endsWith("30.conf");
  }

  @Test
  void theMainFilesSystemSectionNamesItsPlace() throws IOException {
    write(
        "fluent.conf", "<system>\n  config_include_dir " + dir.resolve("other") + "\n</system>\n");
    write("other/a.conf", "<a>\n</a>");
    write("conf.d/b.conf", "<b>\n</b>");

    assertThat(load(environment()).root().children())
        .extracting(ConfigElement::name)
        .containsExactly("system", "a");
  }

  @Test
  void anEmptyNameTurnsItOff() throws IOException {
    write("fluent.conf", "<system>\n  config_include_dir \"\"\n</system>\n");
    write("conf.d/b.conf", "<b>\n</b>");

    LoadedConfig config = load(environment());

    assertThat(config.root().children()).hasSize(1);
    assertThat(config.notes()).contains("configuration include directory is disabled");
  }

  @Test
  void aDirectoryThatIsMissingIsNoted() throws IOException {
    write("fluent.conf", "<a>\n</a>");

    assertThat(load(environment()).notes())
        .singleElement()
        .asString()
        .contains("inaccessible include directory was specified", "conf.d");
  }

  @Test
  void aFileThatWasIncludedIsNotReadAgain() throws IOException {
    write("fluent.conf", "@include conf.d/a.conf\n");
    write("conf.d/a.conf", "<a>\n</a>");
    write("conf.d/b.conf", "<b>\n</b>");

    LoadedConfig config = load(environment());

    assertThat(config.root().children()).extracting(ConfigElement::name).containsExactly("a", "b");
    assertThat(config.notes())
        .anySatisfy(
            note ->
                assertThat(note)
                    .startsWith("skip auto loading, it was already loaded")
                    .endsWith("a.conf"));
  }

  @Test
  void aSystemSectionInItCountsForNothing() throws IOException {
    write("fluent.conf", "<a>\n</a>");
    write("conf.d/b.conf", "<system>\n  workers 4\n</system>\n<b>\n</b>");

    LoadedConfig config = load(environment());

    assertThat(config.root().children()).extracting(ConfigElement::name).containsExactly("a", "b");
    assertThat(config.warnings()).singleElement().asString().contains("b.conf:1", "<system>");
  }

  @Test
  void aWrongFileInItIsRefusedWithItsPlace() throws IOException {
    write("fluent.conf", "<a>\n</a>");
    write("conf.d/b.conf", "\n<b>\n");

    assertThatThrownBy(() -> load(environment()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("b.conf:3")
        .hasMessageContaining("expected end tag '</b>'");
  }
}
