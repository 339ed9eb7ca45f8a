package io.millrace.plugins.forward.out;

import static io.millrace.plugins.forward.out.OutHarness.TIMEOUT;
import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.PackedEvents;
import io.millrace.testkit.GraphDriver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The output with its buffer and its service discovery, as a configuration puts them together. */
class ForwardGraphTest {
  @TempDir private Path dir;

  private static GraphDriver graph(String servers, String... lines) {
    return GraphDriver.of(
        "<match **>\n@type forward\nheartbeat_type none\n"
            + servers
            + "\n"
            + String.join("\n", lines)
            + "\n</match>");
  }

  private static String entry(FakeServer server) {
    return "- {host: 127.0.0.1, port: " + server.port() + "}";
  }

  @Test
  void followsTheServersThatAreDiscovered() throws Exception {
    try (FakeServer former = FakeServer.start(FakeServer::confirm);
        FakeServer next = FakeServer.start(FakeServer::confirm)) {
      Path list = Files.writeString(dir.resolve("sd.yaml"), entry(former));
      String discovery = "<service_discovery>\n@type file\npath " + list + "\n</service_discovery>";
      try (GraphDriver graph =
          graph(discovery, "<buffer tag>\nflush_mode immediate\n</buffer>").start()) {
        graph.emit(event("app", 1, "{\"n\":1}"));
        Awaitility.await().atMost(TIMEOUT).until(() -> former.messages.size() == 1);

        Files.writeString(list, entry(next) + "\n");

        Awaitility.await()
            .atMost(TIMEOUT)
            .untilAsserted(
                () -> {
                  graph.emit(event("app", 2, "{\"n\":2}"));
                  assertThat(next.messages).isNotEmpty();
                });
      }
    }
  }

  @Test
  void sendsChunksOfAFileBufferAndDropsThemOnceTheyAreConfirmed() throws Exception {
    Path buffer = dir.resolve("buffer");
    try (FakeServer server = FakeServer.start(FakeServer::confirm);
        GraphDriver graph =
            graph(
                    server.section(),
                    "require_ack_response true",
                    "time_as_integer true",
                    "<buffer tag>\n@type file\npath " + buffer,
                    "flush_mode immediate\n</buffer>")
                .start()) {
      graph.emit(event("app", 1, "{\"n\":1}"), event("app", 2, "{\"n\":2}"));
      Awaitility.await().atMost(TIMEOUT).until(() -> server.messages.size() == 2);

      PackedEvents sent = PackedEvents.check(server.messages.get(0).entries());
      assertThat(sent.count()).isEqualTo(1);
      assertThat(sent.bytes().toBytes()).startsWith(0x92, 0x01);
      Awaitility.await().atMost(TIMEOUT).until(() -> filesIn(buffer) == 0);
    }
  }

  private static long filesIn(Path directory) throws Exception {
    try (Stream<Path> files = Files.list(directory)) {
      return files.count();
    }
  }
}
