package io.millrace.plugins.monitor;

import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.GraphDriver;
import io.millrace.testkit.TestKeys;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MonitorAgentInputTest {
  private static final String PIPELINE =
      """
      <filter app>
        @type grep
        @id only_errors
        <regexp>
          key level
          pattern /error/
        </regexp>
      </filter>
      <match app>
        @type copy
        @id both
        <store>
          @type null
          @id direct
        </store>
        <store>
          @type null
          @id buffered
          <buffer time>
            timekey 1h
          </buffer>
        </store>
      </match>
      <match sent>
        @type http
        @id sender
        endpoint http://127.0.0.1:1/
        <auth>
          username bob
          password secret
        </auth>
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

  private GraphDriver start(String... settings) throws Exception {
    return GraphDriver.of(
            PIPELINE
                + "<source>\n@type monitor_agent\n@id mon\nbind 127.0.0.1\nport %d\n%s\n</source>\n"
                    .formatted(port, String.join("\n", settings)))
        .start();
  }

  private HttpResponse<String> get(String path) throws Exception {
    return get(client, "http://127.0.0.1:" + port + path);
  }

  private static HttpResponse<String> get(HttpClient client, String uri) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(uri)).version(HttpClient.Version.HTTP_1_1).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void writesPluginsAsLinesOfValues() throws Exception {
    try (GraphDriver driver = start()) {
      driver.emit(event("app", 1, "{\"level\":\"error\"}"));

      HttpResponse<String> page = get("/api/plugins");

      assertThat(page.headers().firstValue("Content-Type")).hasValue("text/plain");
      assertThat(page.body().lines())
          .startsWith(
              "plugin_id:mon\tplugin_category:input\ttype:monitor_agent\toutput_plugin:false"
                  + "\tretry_count:\temit_records:0\temit_size:0",
              "plugin_id:both\tplugin_category:output\ttype:copy\toutput_plugin:false"
                  + "\tretry_count:0",
              "plugin_id:direct\tplugin_category:output\ttype:null\toutput_plugin:true"
                  + "\tretry_count:0\temit_records:1\temit_size:0\temit_count:1\twrite_count:0"
                  + "\twrite_secondary_count:0\trollback_count:0\tslow_flush_count:0"
                  + "\tflush_time_count:0\tdrop_oldest_chunk_count:0");
    }
  }

  @Test
  void writesABufferInFluentdsOrder() throws Exception {
    try (GraphDriver driver = start()) {
      driver.emit(
          event("app", 7300, "{\"level\":\"error\"}"), event("app", 10, "{\"level\":\"error\"}"));

      assertThat(get("/api/plugins.json?@id=buffered").body())
          .isEqualTo(
              "{\"plugins\":[{\"plugin_id\":\"buffered\",\"plugin_category\":\"output\","
                  + "\"type\":\"null\",\"output_plugin\":true,\"buffer_queue_length\":0,"
                  + "\"buffer_timekeys\":[0,7200],\"buffer_total_queued_size\":48,"
                  + "\"retry_count\":0,\"emit_records\":2,\"emit_size\":0,\"emit_count\":2,"
                  + "\"write_count\":0,\"write_secondary_count\":0,\"rollback_count\":0,"
                  + "\"slow_flush_count\":0,\"flush_time_count\":0,"
                  + "\"drop_oldest_chunk_count\":0,\"buffer_stage_length\":2,"
                  + "\"buffer_stage_byte_size\":48,\"buffer_queue_byte_size\":0,"
                  + "\"buffer_available_buffer_space_ratios\":100.0,"
                  + "\"buffer_oldest_timekey\":0,\"buffer_newest_timekey\":7200}]}");
    }
  }

  @Test
  void selectsByTagIdAndType() throws Exception {
    try (GraphDriver driver = start()) {
      assertThat(driver.graph().monitor().plugins()).hasSize(6);
      assertThat(get("/api/plugins?tag=app").body()).startsWith("plugin_id:both\t").hasLineCount(1);
      assertThat(get("/api/plugins?tag=none").body()).isEmpty();
      assertThat(get("/api/plugins?id=direct").body()).hasLineCount(1);
      assertThat(get("/api/plugins?@type=null").body()).hasLineCount(2);
      assertThat(get("/api/plugins/?type=grep").body()).startsWith("plugin_id:only_errors\t");
    }
  }

  @Test
  void hidesConfigRetryAndInsideUnlessTold() throws Exception {
    try (GraphDriver driver = start()) {
      String page = get("/api/plugins.json?debug=1&with_config=true&with_retry=true").body();

      assertThat(page).doesNotContain("config").doesNotContain("\"retry\"").doesNotContain("\n");
      assertThat(driver.graph().monitor().plugins()).isNotEmpty();
    }
  }

  @Test
  void showsConfigWithoutSecretsIfTold() throws Exception {
    try (GraphDriver driver = start("include_config true", "include_retry true")) {
      assertThat(driver.graph().monitor().plugins()).isNotEmpty();
      assertThat(get("/api/plugins.json?@id=sender").body())
          .contains("\"type\":\"http\",\"config\":{\"@type\":\"http\",\"@id\":\"sender\",")
          .doesNotContain("secret")
          .endsWith("\"retry\":{}}]}");
      assertThat(get("/api/plugins.json?@id=sender&with_config=false").body())
          .doesNotContain("config");
    }
  }

  @Test
  void showsARunningRetry() throws Exception {
    try (GraphDriver driver = start("include_retry true")) {
      driver.emit(event("sent", 1, "{}"));
      driver.graph().flush();

      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(get("/api/plugins.json?@id=sender").body())
                      .containsPattern(
                          "\"retry\":\\{\"start\":\"\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d"
                              + " [+-]\\d{4}\",\"steps\":\\d+,\"next_time\":\""));
    }
  }

  @Test
  void writesForPeopleIfTold() throws Exception {
    try (GraphDriver driver = start("include_debug_info true")) {
      assertThat(driver.graph().monitor().plugins()).isNotEmpty();
      assertThat(get("/api/plugins.json?@id=mon&debug=1").body())
          .startsWith("{\n  \"plugins\": [\n    {\n      \"plugin_id\": \"mon\",\n")
          .contains("\"instance_variables\": {}");
    }
  }

  @Test
  void tellsHowTheProcessWasStarted() throws Exception {
    try (GraphDriver driver = start()) {
      long pid = ProcessHandle.current().pid();

      assertThat(driver.graph().monitor().plugins()).isNotEmpty();
      assertThat(get("/api/config.json").body())
          .startsWith("{\"pid\":" + pid + ",\"ppid\":")
          .endsWith(
              "\"version\":\"1.2.3\",\"config_path\":\"fluent.conf\",\"pid_file\":null,"
                  + "\"plugin_dirs\":[],\"log_path\":null,\"root_dir\":null}");
      assertThat(get("/api/config").body()).startsWith("pid:" + pid + "\t").hasLineCount(1);
    }
  }

  @Test
  void knowsNoOtherPagesAndMethods() throws Exception {
    try (GraphDriver driver = start()) {
      HttpResponse<String> posted =
          client.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/plugins"))
                  .POST(HttpRequest.BodyPublishers.ofString("x"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());

      assertThat(driver.graph().monitor().plugins()).isNotEmpty();
      assertThat(get("/").statusCode()).isEqualTo(404);
      assertThat(get("/api/nothing").body()).isEqualTo("{\"message\":\"Not found\"}");
      assertThat(posted.statusCode()).isEqualTo(404);
    }
  }

  @Test
  void emitsAnEventForEachPlugin() throws Exception {
    String settings =
        "<match monitor>\n@type null\n@id events\n</match>\n"
            + "<source>\n@type monitor_agent\nport 0\nbind 127.0.0.1\ntag monitor\n"
            + "emit_interval 0.05\n</source>\n";
    try (GraphDriver driver = GraphDriver.of(settings).start()) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(
                          driver.graph().monitor().plugins().stream()
                              .filter(plugin -> plugin.id().equals("events"))
                              .mapToLong(plugin -> plugin.counter("emit_records").orElse(0))
                              .sum())
                      .isGreaterThanOrEqualTo(4)
                      .isEven());
    }
  }

  @Test
  void speaksTls(@TempDir Path dir) throws Exception {
    TestKeys keys = TestKeys.create(dir, "server");
    String transport =
        "<transport tls>\ncert_path %s\nprivate_key_path %s\n</transport>"
            .formatted(keys.certificate(), keys.key());
    try (GraphDriver driver = start(transport)) {
      HttpClient trusting = HttpClient.newBuilder().sslContext(keys.trusted()).build();

      assertThat(driver.graph().monitor().plugins()).isNotEmpty();
      assertThat(get(trusting, "https://localhost:" + port + "/api/plugins?id=mon").body())
          .startsWith("plugin_id:mon");
    }
  }
}
