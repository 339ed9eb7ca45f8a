package io.millrace.plugins.prometheus;

import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.EventSink;
import io.millrace.api.PluginStatus;
import io.millrace.api.PluginStatus.Reading;
import io.millrace.api.Tag;
import io.millrace.testkit.GraphDriver;
import io.millrace.testkit.TestEvent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.zip.GZIPInputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The endpoint and the monitors, in a whole configuration. */
class EndpointTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final String OUT = "{plugin_id=\"out\",type=\"null\"}";
  private static final String BUFFERED =
      """
      <match **>
        @type null
        @id out
        <buffer time>
          timekey 1h
        </buffer>
      </match>
      """;

  private final HttpClient client = HttpClient.newHttpClient();
  private int port;

  @BeforeEach
  void choosePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
  }

  private GraphDriver start(String endpoint, String... others) throws Exception {
    String lines = "bind 127.0.0.1\nport " + port + "\n" + endpoint;
    return GraphDriver.of(source("prometheus", lines) + String.join("\n", others) + BUFFERED)
        .start();
  }

  private static String source(String type, String... lines) {
    return "<source>\n@type " + type + "\n" + String.join("\n", lines) + "\n</source>\n";
  }

  private HttpResponse<byte[]> get(String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  private String page(String path) throws Exception {
    return new String(get(path).body(), StandardCharsets.UTF_8);
  }

  @Test
  void servesTextOfVersion004() throws Exception {
    try (GraphDriver driver = start("agent_metrics false")) {
      HttpResponse<byte[]> reply = get("/metrics");

      assertThat(driver.graph().monitor().plugins()).hasSize(2);
      assertThat(reply.statusCode()).isEqualTo(200);
      assertThat(reply.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4");
      assertThat(reply.headers().firstValue("Content-Encoding")).hasValue("identity");
      assertThat(reply.body()).isEmpty();
      assertThat(get("/other").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void compressesIfTold() throws Exception {
    try (GraphDriver driver = start("content_encoding gzip")) {
      HttpResponse<byte[]> reply = get("/metrics");

      assertThat(driver.graph().monitor().plugins()).hasSize(2);
      assertThat(reply.headers().firstValue("Content-Encoding")).hasValue("gzip");
      assertThat(new GZIPInputStream(new ByteArrayInputStream(reply.body())).readAllBytes())
          .asString(StandardCharsets.UTF_8)
          .contains("millrace_output_emit_records_total" + OUT + " 0.0\n");
    }
  }

  @Test
  void addsWhatTheAgentAndTheJvmMeasure() throws Exception {
    try (GraphDriver driver = start("")) {
      driver.emit(event("app", 1, "{}"));

      assertThat(page("/metrics"))
          .contains("# TYPE millrace_output_emit_records_total counter\n")
          .contains("millrace_output_emit_records_total" + OUT + " 1.0\n")
          .contains("millrace_output_buffer_stage_length" + OUT + " 1.0\n")
          .contains("millrace_output_buffer_oldest_chunk_age_seconds" + OUT)
          .contains("millrace_output_retrying" + OUT + " 0.0\n")
          .contains("jvm_memory_used_bytes{area=\"heap\"}");
    }
  }

  @Test
  void servesAllWorkersTogether() throws Exception {
    String metric = "<metric>\nname seen\ntype counter\ndesc d\n</metric>\n";
    String filter = "<filter **>\n@type prometheus\n" + metric + "</filter>\n";
    try (GraphDriver driver = start("agent_metrics false", filter)) {
      driver.emit(event("app", 1, "{}"));

      assertThat(page("/aggregated_metrics"))
          .isEqualTo("# TYPE seen counter\n# HELP seen d\nseen 1.0\n");
    }
  }

  @Test
  void countsAsAStoreOfACopy() throws Exception {
    String metric = "<metric>\nname copied\ntype counter\ndesc d\n</metric>\n";
    String copy =
        "<match app>\n@type copy\n<store>\n@type prometheus\n" + metric + "</store>\n</match>\n";
    try (GraphDriver driver = start("agent_metrics false", copy)) {
      driver.emit(event("app", 1, "{}"), event("app", 2, "{}"));

      assertThat(page("/metrics")).endsWith("copied 2.0\n");
      assertThat(driver.graph().monitor().plugins())
          .filteredOn(plugin -> plugin.type().equals("prometheus") && plugin.isOutput())
          .flatExtracting(PluginStatus::counters)
          .extracting(Reading::name)
          .startsWith("emit_records", "emit_size")
          .endsWith("failed_instruments", "capped_series");
    }
  }

  @Test
  void monitorsAllPlugins() throws Exception {
    String monitor =
        source("prometheus_monitor", "interval 0", "<labels>\nhost ${hostname}\n</labels>");
    String labels =
        "{host=\"test-host\",plugin_id=\"out\",plugin_category=\"output\",type=\"null\"}";
    try (GraphDriver driver = start("agent_metrics false", monitor)) {
      driver.emit(event("app", 7300, "{}"), event("app", 10, "{}"));

      assertThat(page("/metrics"))
          .contains("fluentd_status_buffer_queue_length" + labels + " 0.0\n")
          .contains("fluentd_status_buffer_total_bytes" + labels + " 24.0\n")
          .contains("fluentd_status_retry_count" + labels + " 0.0\n")
          .contains("fluentd_status_buffer_newest_timekey" + labels + " 7200.0\n")
          .contains("fluentd_status_buffer_oldest_timekey" + labels + " 0.0\n");
    }
  }

  @Test
  void monitorsOutputs() throws Exception {
    String monitor = source("prometheus_output_monitor", "interval 0", "gauge_all false");
    try (GraphDriver driver = start("agent_metrics false", monitor)) {
      driver.emit(event("app", 7300, "{}"), event("app", 10, "{}"));

      assertThat(page("/metrics"))
          .contains("# TYPE fluentd_output_status_emit_records counter\n")
          .contains("# TYPE fluentd_output_status_rollback_count gauge\n")
          .contains("fluentd_output_status_emit_records" + OUT + " 2.0\n")
          .contains("fluentd_output_status_emit_count" + OUT + " 2.0\n")
          .contains("fluentd_output_status_buffer_stage_length" + OUT + " 2.0\n")
          .contains("fluentd_output_status_buffer_queue_length" + OUT + " 0.0\n")
          .contains("fluentd_output_status_buffer_available_space_ratio" + OUT + " 100.0\n")
          .contains("fluentd_output_status_num_errors" + OUT + " 0.0\n");
    }
  }

  @Test
  void answersWhileAnOutputBlocks() throws Exception {
    String full =
        "<match full>\n@type null\n@id full\n<buffer>\nflush_mode lazy\ntotal_limit_size 30\n"
            + "overflow_action block\n</buffer>\n</match>\n";
    try (GraphDriver driver = start("", full)) {
      EventSink root = driver.graph().label("@ROOT").orElseThrow();
      CompletionStage<Void> last = EventSink.DONE;
      for (int i = 0; i < 10; i++) {
        last = root.emit(Tag.of("full"), TestEvent.pack(event("full", i, "{}")));
      }

      assertThat(last.toCompletableFuture()).isNotDone();
      assertThat(page("/metrics"))
          .contains("millrace_output_emit_count_total{plugin_id=\"full\",type=\"null\"} 10.0\n");
    }
  }

  @Test
  void monitorsFilesAndForgetsThoseThatAreGone(@TempDir Path dir) throws Exception {
    Path log = Files.writeString(dir.resolve("a.log"), "one\ntwo\n");
    String tail =
        source(
            "tail",
            "@id tailing",
            "path " + dir + "/*.log",
            "tag t",
            "read_from_head true",
            "refresh_interval 0.05",
            "<parse>\n@type none\n</parse>");
    String monitor = source("prometheus_tail_monitor", "interval 0");
    String labels = "{plugin_id=\"tailing\",type=\"tail\",path=\"" + log + "\"}";
    try (GraphDriver driver = start("agent_metrics false", tail, monitor)) {
      Awaitility.await()
          .atMost(TIMEOUT)
          .untilAsserted(
              () ->
                  assertThat(page("/metrics"))
                      .contains("fluentd_tail_file_position" + labels + " 8.0\n")
                      .contains("fluentd_tail_file_inode" + labels)
                      .contains("fluentd_tail_file_opened" + labels + " 1.0\n"));
      assertThat(driver.graph().monitor().plugins()).hasSize(4);
      Files.delete(log);

      Awaitility.await()
          .atMost(TIMEOUT)
          .untilAsserted(() -> assertThat(page("/metrics")).doesNotContain("a.log"));
    }
  }
}
