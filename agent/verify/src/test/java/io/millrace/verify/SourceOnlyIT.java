package io.millrace.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code with_source_only} in a process of its own: what inputs took is kept until SIGWINCH. */
class SourceOnlyIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration PERIOD = Duration.ofMillis(20);

  @TempDir Path dir;

  @Test
  void eventsAreKeptUntilTheSignalAndThenEmitted() throws Exception {
    int port = NumberedSender.freePort();
    try (AgentProcess agent = start(port, NumberedSender.freePort())) {
      NumberedSender sender = NumberedSender.start(port, PERIOD, 0, 10, LIMIT);
      await().atMost(LIMIT).until(() -> sender.count() >= 200);
      assertThat(dir.resolve("out")).doesNotExist();
      assertThat(dir.resolve("kept")).isNotEmptyDirectory();

      agent.signal("WINCH");

      int before = sender.count();
      await().atMost(LIMIT).until(() -> sender.count() >= before + 200);
      sender.stop();
      Map<Integer, Integer> arrived = new HashMap<>();
      await()
          .atMost(LIMIT)
          .untilAsserted(
              () -> {
                assertThat(dir.resolve("out")).exists();
                arrived.clear();
                arrived.putAll(Numbers.inFiles(dir.resolve("out")));
                assertThat(sender.missing(arrived).isEmpty()).as(agent.logText()).isTrue();
              });
      assertThat(arrived.values()).allMatch(times -> times == 1);
      assertThat(sender.drops()).isZero();
      assertThat(agent.stop()).isZero();
      assertThat(dir.resolve("kept")).doesNotExist();
    }
  }

  @Test
  void whatIsKeptAtTheEndIsNamed() throws Exception {
    int port = NumberedSender.freePort();
    int rpc = NumberedSender.freePort();
    try (AgentProcess agent = start(port, rpc)) {
      NumberedSender sender = NumberedSender.start(port, PERIOD, 0, 10, LIMIT);
      await().atMost(LIMIT).until(() -> sender.count() >= 20);
      sender.stop();

      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(
                          URI.create("http://127.0.0.1:" + rpc + "/api/processes.killWorkers"))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());

      assertThat(answer.body()).isEqualTo("{\"ok\":true}");
      await().atMost(LIMIT).until(() -> !agent.isAlive());
      assertThat(agent.logText()).contains("still in files", dir.resolve("kept").toString());
    }
  }

  private AgentProcess start(int port, int rpc) throws IOException {
    Map<String, String> environment =
        Map.of(
            "DIR", dir.toString(),
            "PORT", Integer.toString(port),
            "RPC_PORT", Integer.toString(rpc));
    try (InputStream in = SourceOnlyIT.class.getResourceAsStream("source-only.conf")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return AgentProcess.start(Files.writeString(dir.resolve("fluent.conf"), text), environment);
    }
  }
}
