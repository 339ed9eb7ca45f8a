package io.millrace.plugins.forward.out;

import static io.millrace.plugins.forward.out.OutHarness.TIMEOUT;
import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.net.forward.ForwardClient;
import io.millrace.net.forward.ForwardMessage;
import io.millrace.testkit.GraphDriver;
import io.millrace.testkit.TestEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From one forward server through this process to another: what nobody looks into stays as is. */
class ForwardPassTest {
  private static final TestEvent FIRST = event("app", 1, "{\"n\":1}");
  private static final TestEvent SECOND = event("app", 2, "{\"n\":2}");

  @TempDir private Path dir;
  private final InetSocketAddress address =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), freePort());

  ForwardPassTest() throws IOException {}

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0)) {
      return probe.getLocalPort();
    }
  }

  private GraphDriver graph(String input, String rest) {
    return GraphDriver.of(
        "<source>\n@type forward\nbind 127.0.0.1\nport %d\n%s\n</source>\n%s"
            .formatted(address.getPort(), input, rest));
  }

  private static String match(FakeServer next, String... lines) {
    return "<match **>\n@type forward\nheartbeat_type none\n%s\n%s\n</match>\n"
        .formatted(String.join("\n", lines), next.section());
  }

  private String buffer(String compress) {
    return "<buffer tag>\n@type file\npath "
        + dir.resolve("buffer")
        + "\ncompress "
        + compress
        + "\nflush_mode interval\nflush_interval 1\nflush_thread_interval 0.1\n</buffer>";
  }

  /** As no buffer of ours would write it: stored, with another header. */
  private static byte[] member(TestEvent... events) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip =
        new GZIPOutputStream(out) {
          {
            def.setLevel(Deflater.NO_COMPRESSION);
          }
        }) {
      gzip.write(TestEvent.pack(events).bytes().toBytes());
    }
    return out.toByteArray();
  }

  private void send(byte[] payload, int events) throws IOException {
    try (ForwardClient client = ForwardClient.connect(address, TIMEOUT)) {
      client.send(
          List.of(
              "app", payload, Map.of("compressed", "gzip", "size", events, "chunk", "sender's")));
      client.awaitAck("sender's");
    }
  }

  /** What arrived, once that is so many events. */
  private static byte[] arrived(FakeServer next, int events) {
    Awaitility.await().atMost(TIMEOUT).until(() -> sum(next) == events);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    next.messages.forEach(message -> all.writeBytes(message.entries().toBytes()));
    return all.toByteArray();
  }

  private static int sum(FakeServer next) {
    return next.messages.stream().mapToInt(ForwardPassTest::size).sum();
  }

  private static int size(ForwardMessage message) {
    return ((Number) FakeServer.option(message).get("size")).intValue();
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "skip_invalid_event false"})
  void gzipMembersArriveAsTheyWereSent(String input) throws Exception {
    try (FakeServer next = FakeServer.start(FakeServer::confirm);
        GraphDriver graph =
            graph(
                    input,
                    """
                    <match app>
                      @type copy
                      <store>
                        @type relabel
                        @label @OUT
                      </store>
                      <store>
                        @type null
                      </store>
                    </match>
                    <label @OUT>
                    """
                        + match(next, "compress gzip", "require_ack_response true", buffer("gzip"))
                        + "</label>")
                .start()) {
      assertThat(graph.warnings()).isEmpty();
      byte[] one = member(FIRST, SECOND);
      byte[] two = member(SECOND);
      send(one, 2);
      send(two, 1);

      assertThat(arrived(next, 3)).isEqualTo(join(one, two));
      assertThat(FakeServer.option(next.messages.get(0)).get("compressed")).isEqualTo("gzip");
    }
  }

  @Test
  void whatAFilterChangesIsCompressedAnew() throws Exception {
    String filter = "<filter app>\n@type record_transformer\n<record>\nk v\n</record>\n</filter>\n";
    try (FakeServer next = FakeServer.start(FakeServer::confirm);
        GraphDriver graph =
            graph("skip_invalid_event false", filter + match(next, "compress gzip", buffer("gzip")))
                .start()) {
      assertThat(graph.warnings()).isEmpty();
      byte[] payload = member(FIRST);
      send(payload, 1);

      assertThat(arrived(next, 1)).isNotEqualTo(payload);
    }
  }

  @Test
  void aBufferOfPlainChunksHasThePlainBytes() throws Exception {
    try (FakeServer next = FakeServer.start(FakeServer::confirm);
        GraphDriver graph =
            graph("skip_invalid_event false", match(next, buffer("text"))).start()) {
      assertThat(graph.warnings()).isEmpty();
      send(member(FIRST, SECOND), 2);

      assertThat(arrived(next, 2)).isEqualTo(TestEvent.pack(FIRST, SECOND).bytes().toBytes());
    }
  }

  @Test
  void aCompressedBufferIsInflatedForAServerThatWantsText() throws Exception {
    try (FakeServer next = FakeServer.start(FakeServer::confirm);
        GraphDriver graph = graph("", match(next, buffer("gzip"))).start()) {
      assertThat(graph.warnings()).isEmpty();
      send(member(FIRST), 1);
      send(member(SECOND), 1);

      assertThat(arrived(next, 2)).isEqualTo(TestEvent.pack(FIRST, SECOND).bytes().toBytes());
      assertThat(FakeServer.option(next.messages.get(0)).get("compressed")).isEqualTo("text");
    }
  }
}
