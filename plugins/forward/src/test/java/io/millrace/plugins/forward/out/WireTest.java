package io.millrace.plugins.forward.out;

import static io.millrace.plugins.forward.out.OutHarness.NO_HEARTBEAT;
import static io.millrace.plugins.forward.out.OutHarness.TIMEOUT;
import static io.millrace.plugins.forward.out.OutHarness.chunk;
import static io.millrace.plugins.forward.out.OutHarness.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.RetryableException;
import io.millrace.testkit.TestChunk;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Bytes, and servers that do not take them.
 *
 * <p>Source: Forward Protocol Specification v1; Fluentd's out_forward.
 */
class WireTest {

  private static ServerSocket listener(int backlog) throws Exception {
    ServerSocket listener = new ServerSocket(0, backlog, InetAddress.getLoopbackAddress());
    listener.setSoTimeout(Math.toIntExact(TIMEOUT.toMillis()));
    return listener;
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aMessageIsWrittenByteForByteAsFluentdWritesIt() throws Exception {
    TestChunk chunk = chunk(1);
    try (ServerSocket listener = listener(5);
        OutHarness out = OutHarness.start(NO_HEARTBEAT, server(listener.getLocalPort()))) {
      out.write(chunk);

      try (Socket peer = listener.accept()) {
        peer.setSoTimeout(Math.toIntExact(TIMEOUT.toMillis()));
        byte[] said = peer.getInputStream().readAllBytes(); // the sender ends the connection

        assertThat(HexFormat.of().formatHex(said))
            .isEqualTo(
                "93a7"
                    + hex("app.web")
                    + "db"
                    + String.format("%08x", chunk.stored().length)
                    + HexFormat.of().formatHex(chunk.stored())
                    + "82a4"
                    + hex("size")
                    + "03aa"
                    + hex("compressed")
                    + "a4"
                    + hex("text"));
      }
    }
  }

  @Test
  void theIdOfAChunkThatIsToBeConfirmedComesLast() throws Exception {
    try (ServerSocket listener = listener(5);
        OutHarness out =
            OutHarness.start(
                NO_HEARTBEAT, "require_ack_response true", server(listener.getLocalPort()))) {
      var sent = out.send(chunk(0xfe));

      try (Socket peer = listener.accept()) {
        peer.setSoTimeout(Math.toIntExact(TIMEOUT.toMillis()));
        String tail =
            "83a4"
                + hex("size")
                + "03aa"
                + hex("compressed")
                + "a4"
                + hex("text")
                + "a5"
                + hex("chunk")
                + "b9"
                + hex("AAAAAAAAAAAAAAAAAAAA/g==\n");
        int head = "93a7".length() / 2 + "app.web".length() + "db00000000".length() / 2;
        int length = head + chunk(0xfe).stored().length + tail.length() / 2;
        byte[] said = peer.getInputStream().readNBytes(length);

        assertThat(HexFormat.of().formatHex(said)).endsWith(tail);
        assertThat(sent).isNotDone();
      }
    }
  }

  @Test
  void anEmptyChunkIsNotSent() throws Exception {
    try (FakeServer server = FakeServer.start(FakeServer::confirm);
        OutHarness out =
            OutHarness.start(NO_HEARTBEAT, "require_ack_response true", server.section())) {
      out.write(chunk(1).bytes(new byte[0]));

      assertThat(server.connections).hasValue(0);
    }
  }

  @Test
  void aServerThatTakesNothingFailsAChunkAfterTheSendTimeout() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    FakeServer.Behaviour stalls =
        peer -> {
          try {
            over.await(30, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    try (FakeServer server = FakeServer.start(stalls);
        OutHarness out = OutHarness.start(NO_HEARTBEAT, "send_timeout 1", server.section())) {
      assertThatThrownBy(() -> out.write(TestChunk.numbered(1_000_000)))
          .isInstanceOf(RetryableException.class)
          .hasMessageContaining("took nothing within send_timeout of 1 seconds");
    } finally {
      over.countDown();
    }
  }

  @Test
  void aServerThatDoesNotAcceptFailsAChunkAfterTheConnectTimeout() throws Exception {
    try (ServerSocket full = listener(1);
        Socket first = new Socket(full.getInetAddress(), full.getLocalPort());
        Socket second = new Socket(full.getInetAddress(), full.getLocalPort());
        OutHarness out =
            OutHarness.start(NO_HEARTBEAT, "connect_timeout 0.5", server(full.getLocalPort()))) {
      assertThat(first.isConnected() && second.isConnected()).as("a full backlog").isTrue();

      assertThatThrownBy(() -> out.write(chunk(1)))
          .isInstanceOf(RetryableException.class)
          .hasMessageContaining("cannot connect to 127.0.0.1")
          .hasMessageContaining("timed out after 500 ms");
    }
  }
}
