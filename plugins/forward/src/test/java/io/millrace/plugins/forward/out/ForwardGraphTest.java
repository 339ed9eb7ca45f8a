package io.millrace.plugins.forward.out;

import static io.millrace.plugins.forward.out.OutHarness.TIMEOUT;
import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.EventSink;
import io.millrace.event.Compression;
import io.millrace.event.PackedEvents;
import io.millrace.testkit.GraphDriver;
import io.millrace.testkit.OutputDriver;
import io.millrace.testkit.TestContext;
import io.millrace.testkit.TestEvent;
import io.millrace.testkit.TestLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @Test
  void aChunkInMemoryThatAServerDidNotTakeWholeIsSentAgainWhole() throws Exception {
    TestEvent[] events =
        IntStream.range(0, 50_000)
            .mapToObj(n -> event("app", 1, "{\"n\":" + n + "}"))
            .toArray(TestEvent[]::new);
    AtomicInteger turn = new AtomicInteger();
    FakeServer.Behaviour firstResets =
        peer -> {
          if (turn.getAndIncrement() == 0) {
            peer.skip(100_000);
            peer.reset();
          } else {
            FakeServer.confirm(peer);
          }
        };
    try (FakeServer server = FakeServer.start(firstResets);
        GraphDriver graph =
            graph(
                    server.section(),
                    "require_ack_response true",
                    "<buffer tag>\n@type memory\nflush_mode immediate\nretry_wait 0.1s\n</buffer>")
                .start()) {
      EventSink root = graph.graph().label("@ROOT").orElseThrow();
      root.emit(events[0].tag(), TestEvent.pack(events)).toCompletableFuture().join();

      Awaitility.await().atMost(TIMEOUT).until(() -> !server.messages.isEmpty());
      assertThat(server.connections).hasValue(2);
      assertThat(server.messages).hasSize(1);
      PackedEvents sent = PackedEvents.check(server.messages.get(0).entries());
      assertThat(sent.bytes().toBytes()).isEqualTo(TestEvent.pack(events).bytes().toBytes());
    }
  }

  private static long filesIn(Path directory) throws Exception {
    try (Stream<Path> files = Files.list(directory)) {
      return files.count();
    }
  }

  @ParameterizedTest
  @CsvSource({"gzip, zstd", "zstd, gzip"})
  void chunksAreNotCompressedInAnotherWayThanTheyAreSent(String sent, String stored) {
    assertThatThrownBy(
            () ->
                graph(
                        "<server>\nhost 127.0.0.1\n</server>",
                        "compress " + sent,
                        "<buffer tag>\ncompress " + stored + "\n</buffer>")
                    .close())
        .hasMessageContaining("fluent.conf:1")
        .hasMessageContaining(
            "You cannot specify different compression formats for Buffer (Buffer: %s, Self: %s)"
                .formatted(stored, sent));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text | gzip | buffer is compressed.  If you also want to save the bandwidth",
        "zstd | text | 'compress zstd' has no effect, since <buffer> has 'compress text'",
      })
  void saysWhatComesOfACompressionInOneOfThePlaces(String sent, String stored, String said) {
    Compression compression = Compression.valueOf(stored.toUpperCase(Locale.ROOT));
    try (TestLog log = TestLog.of("test.out");
        TestContext context = new TestContext("out").chunkCompression(compression);
        OutputDriver driver =
            OutputDriver.of(
                context, "forward", "<server>\nhost 127.0.0.1\n</server>", "compress " + sent)) {
      assertThat(driver.plugin()).isInstanceOf(ForwardOutput.class);
      assertThat(log.all()).singleElement().asString().startsWith(said);
    }
  }

  @Test
  void aSecondaryTakesChunksAsItsPrimaryStoresThem() {
    String server = "<server>\nhost 127.0.0.1\n</server>";
    try (GraphDriver graph =
        graph(
            server,
            "compress gzip",
            "<buffer tag>\ncompress gzip\n</buffer>",
            "<secondary>\n@type forward\ncompress zstd\n" + server + "\n</secondary>")) {
      assertThat(graph).isNotNull();
    }
  }
}
