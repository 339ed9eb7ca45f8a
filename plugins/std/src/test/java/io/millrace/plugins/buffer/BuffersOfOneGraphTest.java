package io.millrace.plugins.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.ConfigException;
import io.millrace.config.Binder;
import io.millrace.config.ConfigElement;
import io.millrace.config.ConfigLoader;
import io.millrace.config.Diagnostics;
import io.millrace.config.PluginCatalog;
import io.millrace.config.SourceLocation;
import io.millrace.engine.buffer.MemoryBudget;
import io.millrace.engine.graph.Environment;
import io.millrace.engine.graph.GraphBuilder;
import io.millrace.engine.graph.Services;
import io.millrace.engine.graph.SystemConfig;
import io.millrace.expr.ScriptHost;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of the buffers of a configuration when its graph is built. */
class BuffersOfOneGraphTest {
  private static final PluginCatalog CATALOG =
      PluginCatalog.load(BuffersOfOneGraphTest.class.getClassLoader());

  /** Of the process, in MiB. */
  private static final long BUDGET = 100;

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

  @TempDir Path dir;

  @AfterEach
  void endTimer() {
    timer.shutdownNow();
  }

  /** Builds the graph of {@code text}; the warnings. */
  private List<String> warnings(String text) {
    ScriptHost host = new ScriptHost(Map.of(), "host", InstantSource.system(), ZoneOffset.UTC);
    ConfigElement root = new ConfigLoader(host, "").parse(text, "fluent.conf").root();
    Diagnostics diagnostics = new Diagnostics();
    SystemConfig system =
        new Binder(CATALOG, false, diagnostics)
            .bind(
                SystemConfig.class,
                ConfigElement.builder("system", "", new SourceLocation("none", 1)).build())
            .orElseThrow();
    try (Services services =
        new Services().add(MemoryBudget.class, () -> new MemoryBudget(BUDGET << 20))) {
      GraphBuilder.build(
          root,
          system,
          CATALOG,
          new Environment(InstantSource.system(), "host", services, timer, (logger, level) -> {}),
          diagnostics);
    }
    return diagnostics.warnings();
  }

  private static String match(String tag, String... lines) {
    return "<match %s>\n@type null\n%s\n</match>\n".formatted(tag, String.join("\n", lines));
  }

  private static String buffer(String... lines) {
    return "<buffer>\n" + String.join("\n", lines) + "\n</buffer>";
  }

  private String fileBuffer(String path) {
    return buffer("@type file", "path " + dir + path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a", "/x/../a", "/a/"})
  void twoBuffersCannotHaveTheSamePlace(String other) {
    assertThatThrownBy(() -> warnings(match("a", fileBuffer("/a")) + match("b", fileBuffer(other))))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("fluent.conf:10: path: ")
        .hasMessageContaining(
            "Other 'null' plugin already use same buffer path: type = null, buffer path = "
                + dir
                + "/a/buffer.*.log")
        .hasMessageContaining("the other one is at fluent.conf:3");
  }

  @Test
  void buffersOfDifferentTypesAndPlacesGoTogether() {
    String single = buffer("@type file_single", "path " + dir + "/a");

    assertThat(
            warnings(
                match("a", fileBuffer("/a"))
                    + match("b", fileBuffer("/b"))
                    + match("c", single)
                    + match("d", buffer("total_limit_size 1m"))))
        .isEmpty();
  }

  @Test
  void buffersInMemoryThatMayWantMoreThanThereIsAreWarnedOf() {
    String most = match("a", buffer("total_limit_size 60m"));

    assertThat(warnings(most + match("b", buffer("total_limit_size 40m")))).isEmpty();
    assertThat(warnings(most + match("b", buffer("total_limit_size 41m"))))
        .singleElement()
        .satisfies(
            warning ->
                assertThat(warning)
                    .startsWith("fluent.conf:9: buffers in memory may want more than")
                    .contains("of 2 of them sums up to 101 MiB, the budget is 100 MiB"));
    assertThat(warnings(most + match("b", fileBuffer("/b")))).isEmpty();
  }

  private static String withSecondary(String... lines) {
    return match(
        "a",
        buffer("total_limit_size 1m"),
        "<secondary>",
        String.join("\n", lines),
        "</secondary>");
  }

  @Test
  void aSecondaryThatFormatsOtherwiseIsWarnedOf() {
    assertThat(warnings(withSecondary("@type file", "path " + dir + "/spare")))
        .singleElement()
        .satisfies(
            warning ->
                assertThat(warning)
                    .contains("Use different plugin for secondary.")
                    .endsWith("primary=\"null\" secondary=\"file\""));
  }

  @Test
  void aSecondaryThatTakesChunksAsTheyAreIsNot() {
    assertThat(warnings(withSecondary("@type secondary_file", "directory " + dir + "/spare")))
        .isEmpty();
    assertThat(warnings(withSecondary("never_flush false"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"buffer", "secondary"})
  void aSecondaryHasNoBufferAndNoSecondaryOfItsOwn(String nested) {
    String section = "<%s>\n</%s>".formatted(nested, nested);

    assertThatThrownBy(() -> warnings(withSecondary(section)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("fluent.conf:7: secondary: ")
        .hasMessageContaining("<secondary> section cannot have <" + nested + "> section");
  }

  @Test
  void thereIsOneSecondaryAtMost() {
    String two = "<secondary>\n@type null\n</secondary>\n".repeat(2);

    assertThatThrownBy(() -> warnings(match("a", buffer("total_limit_size 1m"), two)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("'<secondary>' section cannot be written twice or more");
  }

  @Test
  void theTypeOfABufferMayStandWithoutItsSign() {
    assertThatThrownBy(
            () ->
                warnings(
                    match("a", fileBuffer("/a"))
                        + match("b", buffer("type file", "path " + dir + "/a"))))
        .hasMessageContaining("already use same buffer path");
  }
}
