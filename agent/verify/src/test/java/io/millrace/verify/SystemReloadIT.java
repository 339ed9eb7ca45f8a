package io.millrace.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a reload changes of the process itself: the log and the RPC endpoint. */
class SystemReloadIT {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int NOBODY = -1;

  @TempDir Path dir;

  private Path write(String... system) throws IOException {
    return Files.writeString(
        dir.resolve("fluent.conf"),
        "<system>\n"
            + String.join("\n", system)
            + "\n</system>\n<match **>\n  @type null\n</match>\n");
  }

  /** Status of the answer to {@code getDump}. */
  private static int dump(int port) throws InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + "/api/config.getDump");
    try {
      return CLIENT
          .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException e) {
      return NOBODY;
    }
  }

  private static void awaitDump(AgentProcess agent, int port, int status) {
    await()
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(dump(port)).as(agent.logText()).isEqualTo(status));
  }

  @Test
  void logAndRpcEndpointAreAsTheNewSystemSectionSays() throws Exception {
    int first = NumberedSender.freePort();
    int second = NumberedSender.freePort();
    Path newLog = dir.resolve("log/new.log");
    Path config = write("rpc_endpoint 127.0.0.1:" + first);
    try (AgentProcess agent = AgentProcess.start(config, Map.of())) {
      awaitDump(agent, first, 404);
      assertThat(agent.logText()).doesNotContain("RPC request path");

      write("rpc_endpoint 127.0.0.1:" + first, "enable_get_dump true", "log_level debug");
      agent.signal("HUP");
      awaitDump(agent, first, 200);
      assertThat(agent.logText()).contains("RPC request path=\"/api/config.getDump\"");

      write(
          "rpc_endpoint 127.0.0.1:" + second,
          "enable_get_dump true",
          "log_level debug",
          "<log>\n  path " + newLog + "\n  format json\n</log>");
      agent.signal("USR2");
      awaitDump(agent, second, 200);
      awaitDump(agent, first, NOBODY);
      assertThat(Files.readAllLines(newLog))
          .allMatch(line -> line.startsWith("{\"time\":"))
          .anyMatch(line -> line.contains("RPC request path"));

      write("log_level error");
      agent.signal("HUP");
      awaitDump(agent, second, NOBODY);
      int quiet = agent.logText().length();
      agent.signal("USR1");
      write("rpc_endpoint nowhere");
      agent.signal("HUP");
      await().atMost(LIMIT).until(() -> agent.logText().contains("Invalid rpc_endpoint: nowhere"));
      assertThat(agent.logText().substring(quiet))
          .contains("the old one stays in use")
          .doesNotContain("force flushing");
      assertThat(agent.stop()).isZero();
    }
  }

  @Test
  void monitorAgentTellsWhereTheLogGoesNow() throws Exception {
    int port = NumberedSender.freePort();
    Path newLog = dir.resolve("new.log");
    String monitor = "<source>\n  @type monitor_agent\n  port " + port + "\n</source>\n";
    Path config = write("log_level info");
    Files.writeString(config, monitor, StandardOpenOption.APPEND);
    try (AgentProcess agent = AgentProcess.start(config, Map.of())) {
      awaitLogPath(port, "null");

      write("<log>\n  path " + newLog + "\n</log>");
      Files.writeString(config, monitor, StandardOpenOption.APPEND);
      agent.signal("HUP");

      awaitLogPath(port, "\"" + newLog + "\"");
      assertThat(agent.stop()).isZero();
    }
  }

  private static void awaitLogPath(int port, String json) {
    URI uri = URI.create("http://127.0.0.1:" + port + "/api/config.json");
    await()
        .atMost(LIMIT)
        .ignoreExceptions()
        .untilAsserted(
            () ->
                assertThat(
                        CLIENT
                            .send(
                                HttpRequest.newBuilder(uri).build(),
                                HttpResponse.BodyHandlers.ofString())
                            .body())
                    .contains("\"log_path\":" + json + ","));
  }

  @Test
  void aLogFileThatCannotBeOpenedLeavesTheLogWhereItWas() throws Exception {
    Path config = write("log_level info");
    try (AgentProcess agent = AgentProcess.start(config, Map.of())) {
      await().atMost(LIMIT).until(() -> agent.logText().contains("is now running"));

      write("<log>\n  path " + config + "/no.log\n</log>");
      agent.signal("HUP");

      await()
          .atMost(LIMIT)
          .until(() -> agent.logText().contains("cannot open the log file that <log> of <system>"));
      assertThat(agent.stop()).isZero();
      assertThat(agent.logText()).contains("Worker 0 finished with status 0");
    }
  }
}
