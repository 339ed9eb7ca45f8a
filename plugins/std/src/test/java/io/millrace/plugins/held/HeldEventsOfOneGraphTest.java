package io.millrace.plugins.held;

import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.Binder;
import io.millrace.config.ConfigElement;
import io.millrace.config.ConfigLoader;
import io.millrace.config.Diagnostics;
import io.millrace.config.PluginCatalog;
import io.millrace.config.SourceLocation;
import io.millrace.engine.buffer.MemoryBudget;
import io.millrace.engine.graph.Environment;
import io.millrace.engine.graph.Graph;
import io.millrace.engine.graph.GraphBuilder;
import io.millrace.engine.graph.Services;
import io.millrace.engine.graph.SystemConfig;
import io.millrace.expr.ScriptHost;
import io.millrace.testkit.TestEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where events that plugins of a running graph held back go to, and when. */
class HeldEventsOfOneGraphTest {
  private static final PluginCatalog CATALOG =
      PluginCatalog.load(HeldEventsOfOneGraphTest.class.getClassLoader());

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final Services services =
      new Services().add(MemoryBudget.class, () -> new MemoryBudget(100L << 20));

  @TempDir Path dir;

  @AfterEach
  void end() {
    timer.shutdownNow();
    services.close();
  }

  private Graph started(String... lines) throws Exception {
    ScriptHost host = new ScriptHost(Map.of(), "host", InstantSource.system(), ZoneOffset.UTC);
    ConfigElement root =
        new ConfigLoader(host, "").parse(String.join("\n", lines), "fluent.conf").root();
    Diagnostics diagnostics = new Diagnostics();
    SystemConfig system =
        new Binder(CATALOG, false, diagnostics)
            .bind(
                SystemConfig.class,
                ConfigElement.builder("system", "", new SourceLocation("none", 1)).build())
            .orElseThrow();
    Graph graph =
        GraphBuilder.build(
            root,
            system,
            CATALOG,
            new Environment(InstantSource.system(), "host", services, timer, (logger, level) -> {}),
            diagnostics);
    graph.start();
    return graph;
  }

  private String file(String name) {
    return String.join(
        "\n",
        "@type file",
        "path " + dir.resolve(name),
        "append true",
        "<format>\n@type json\n</format>",
        "<buffer []>\n@type memory\nflush_mode immediate\n</buffer>");
  }

  private List<String> lines(String name) throws Exception {
    Path file = dir.resolve(name + ".log");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  private static CompletableFuture<Void> emit(Graph graph, TestEvent... events) {
    return graph
        .label("@ROOT")
        .orElseThrow()
        .emit(events[0].tag(), TestEvent.pack(events))
        .toCompletableFuture();
  }

  @Test
  void theEndOfAGraphEmitsThemThroughEverythingBehind() throws Exception {
    Graph graph =
        started(
            "<filter raw.**>\n@type concat\nkey log\nn_lines 9\nseparator \"\"\n</filter>",
            "<match raw.**>\n@type detect_exceptions\nremove_tag_prefix raw\n</match>",
            "<filter a>\n@type concat\nkey log\nn_lines 9\n</filter>",
            "<filter a>\n@type record_modifier\n<record>\nseen yes\n</record>\n</filter>",
            "<match a>\n" + file("out") + "\n</match>");

    CompletableFuture<Void> answer =
        emit(
            graph,
            event("raw.a", 1, "{\"log\":\"java.Error: x\\n\"}"),
            event("raw.a", 2, "{\"log\":\"\\tat b\"}"));

    assertThat(answer).as("what is held is acknowledged").isCompleted();
    assertThat(lines("out")).isEmpty();
    graph.stop();
    assertThat(lines("out"))
        .containsExactly("{\"log\":\"java.Error: x\\n\\tat b\",\"seen\":\"yes\"}");
  }

  @Test
  void whatWaitedTooLongPassesOnlyWhatIsBehindTheFilter() throws Exception {
    Graph graph =
        started(
            "<filter a>\n@type record_modifier\n<record>\nn ${record[\"n\"].to_i + 1}\n</record>"
                + "\n</filter>",
            "<filter a>\n@type concat\nkey log\nn_lines 9\nflush_interval 1\n</filter>",
            "<filter a>\n@type record_modifier\n<record>\nbehind yes\n</record>\n</filter>",
            "<match a>\n" + file("out") + "\n</match>");
    try {
      emit(graph, event("a", 1, "{\"log\":\"x\"}")).join();

      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(lines("out"))
                      .containsExactly("{\"log\":\"x\",\"n\":1,\"behind\":\"yes\"}"));
    } finally {
      graph.stop();
    }
  }

  @Test
  void anOldTraceGoesOnByItself() throws Exception {
    Graph graph =
        started(
            "<match raw.**>\n@type detect_exceptions\nremove_tag_prefix raw\n"
                + "multiline_flush_interval 0.1\n</match>",
            "<match a>\n" + file("out") + "\n</match>");
    try {
      emit(graph, event("raw.a", 1, "{\"log\":\"panic: x\"}")).join();

      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(lines("out")).containsExactly("{\"log\":\"panic: x\"}"));
    } finally {
      graph.stop();
    }
  }

  @Test
  void whatABufferEmitsAtShutdownIsFlushedBehindIt() throws Exception {
    String memory =
        "@type memory\nflush_mode interval\nflush_interval 1h\nflush_at_shutdown true\n";
    Graph graph =
        started(
            "<match a>\n@type buffer\n@label @OUT\n<buffer tag>\n" + memory + "</buffer>\n</match>",
            "<label @OUT>\n<match a>\n@type file\npath " + dir.resolve("out"),
            "append true\n<format>\n@type json\n</format>",
            "<buffer []>\n" + memory + "</buffer>\n</match>\n</label>");
    emit(graph, event("a", 1, "{\"n\":1}")).join();
    assertThat(lines("out")).isEmpty();

    graph.stop();

    assertThat(lines("out")).containsExactly("{\"n\":1}");
  }
}
