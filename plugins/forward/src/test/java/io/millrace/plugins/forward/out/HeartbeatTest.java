package io.millrace.plugins.forward.out;

import static io.millrace.plugins.forward.out.OutHarness.TIMEOUT;
import static io.millrace.plugins.forward.out.OutHarness.chunk;
import static io.millrace.plugins.forward.out.OutHarness.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.testkit.TestLog;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Servers that answer heartbeats, stop, and come back, over real sockets.
 *
 * <p>Source: Fluentd's out_forward, "Heartbeats and failure detection".
 */
class HeartbeatTest {
  private static final String FAST = "heartbeat_interval 0.05\nrecover_wait 0.2\n";
  private static final String HARD = "hard_timeout 0.5\nphi_failure_detector false\n";

  private static void awaitHealthy(OutHarness out, int count) {
    Awaitility.await()
        .atMost(TIMEOUT)
        .until(() -> out.context.gauge("healthy_nodes_count") == count);
  }

  @Test
  void udpServersAreUsedAsLongAsTheyAnswer() throws Exception {
    try (FakeServer server = FakeServer.start(FakeServer::confirm);
        UdpServer udp = UdpServer.start(server.port());
        TestLog log = TestLog.of("test.out_forward");
        OutHarness out =
            OutHarness.start(
                "heartbeat_type udp\nrequire_ack_response true", FAST, HARD, server.section())) {
      Awaitility.await().atMost(TIMEOUT).until(() -> udp.taken.size() > 20);
      assertThat(out.context.gauge("healthy_nodes_count")).isEqualTo(1);
      assertThat(udp.taken).containsOnly(new byte[] {0});
      assertThat(server.connections).as("connections for heartbeats").hasValue(0);

      udp.answers(false);
      awaitHealthy(out, 0);
      assertThatThrownBy(() -> out.write(chunk(1))).hasMessage("no nodes are available");
      assertThat(log.warnings())
          .singleElement()
          .asString()
          .startsWith("detached forwarding server '127.0.0.1'")
          .contains("127.0.0.1:" + server.port(), "hard_timeout=true");

      udp.answers(true);
      awaitHealthy(out, 1);
      out.write(chunk(2));
      assertThat(server.messages).hasSize(1);
      assertThat(log.warnings()).hasSize(2);
      assertThat(log.warnings().get(1)).startsWith("recovered forwarding server '127.0.0.1'");
    }
  }

  @Test
  void anAnswerFromElsewhereIsNoSignOfLife() throws Exception {
    try (FakeServer server = FakeServer.start(FakeServer::confirm);
        DatagramSocket asked = new DatagramSocket(server.port(), InetAddress.getLoopbackAddress());
        DatagramSocket elsewhere = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        OutHarness out = OutHarness.start("heartbeat_type udp", FAST, HARD, server.section())) {
      Thread answering = new Thread(() -> answerFrom(asked, elsewhere), "answers");
      answering.setDaemon(true);
      answering.start();

      awaitHealthy(out, 0);
    }
  }

  private static void answerFrom(DatagramSocket asked, DatagramSocket elsewhere) {
    try {
      while (true) {
        DatagramPacket beat = new DatagramPacket(new byte[8], 8);
        asked.receive(beat);
        SocketAddress sender = beat.getSocketAddress();
        elsewhere.send(new DatagramPacket(new byte[1], 1, sender));
      }
    } catch (IOException closed) {
      assertThat(asked.isClosed() || elsewhere.isClosed()).isTrue();
    }
  }

  @Test
  void silenceThatIsUnlikelyDetachesBeforeTheHardTimeout() throws Exception {
    try (FakeServer server = FakeServer.start(FakeServer::confirm);
        UdpServer udp = UdpServer.start(server.port());
        TestLog log = TestLog.of("test.out_forward");
        OutHarness out =
            OutHarness.start("heartbeat_type udp\nphi_threshold 1", FAST, server.section())) {
      Awaitility.await().atMost(TIMEOUT).until(() -> udp.taken.size() > 5);
      udp.answers(false);

      awaitHealthy(out, 0);
      assertThat(log.warnings()).singleElement().asString().contains("phi=1", "phi_threshold=1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"transport", "tcp"})
  void transportHeartbeatsConnectAndSendNothing(String type) throws Exception {
    try (FakeServer server = FakeServer.start(FakeServer::confirm);
        TestLog log = TestLog.of("test.out_forward");
        OutHarness out = OutHarness.start("heartbeat_type " + type, FAST, HARD, server.section())) {
      Awaitility.await().atMost(TIMEOUT).until(() -> server.connections.get() > 20);

      assertThat(server.messages).isEmpty();
      assertThat(out.context.gauge("healthy_nodes_count")).isEqualTo(1);
      assertThat(log.warnings().stream().filter(line -> line.contains("deprecated")))
          .hasSize(type.equals("tcp") ? 1 : 0);
    }
  }

  @Test
  void aTransportHeartbeatShakesHandsWhereThereIsSecurity() throws Exception {
    FakeServer.Behaviour greets =
        peer -> {
          peer.say(java.util.List.of("HELO", Map.of("nonce", new byte[16], "keepalive", true)));
          assertThat(peer.said()).asString().startsWith("[PING, edge");
          peer.said();
        };
    try (FakeServer server = FakeServer.start(greets);
        OutHarness out =
            OutHarness.start(
                "<security>\nself_hostname edge\nshared_key k\n</security>",
                FAST,
                HARD,
                server.section())) {
      awaitHealthy(out, 0); // it never says PONG
      assertThat(server.connections.get()).isPositive();
    }
  }

  @Test
  void aServerThatComesBackIsUsedAgain() throws Exception {
    int port;
    try (FakeServer former = FakeServer.start(FakeServer::confirm)) {
      port = former.port();
    }
    String section = server(port);
    try (OutHarness out = OutHarness.start("require_ack_response true", FAST, HARD, section)) {
      awaitHealthy(out, 0);
      try (FakeServer back = FakeServer.startAt(port, FakeServer::confirm)) {
        awaitHealthy(out, 1);
        out.write(chunk(1));

        assertThat(back.messages).hasSize(1);
      }
    }
  }

  @Test
  void aServerThatDoesNotConfirmIsLeftAloneUntilItHasAnsweredHeartbeatsForAWhile()
      throws Exception {
    try (FakeServer server = FakeServer.start(FakeServer::swallow);
        TestLog log = TestLog.of("test.out_forward");
        OutHarness out =
            OutHarness.start(
                "require_ack_response true\nack_response_timeout 1",
                "heartbeat_interval 0.05\nrecover_wait 5",
                server.section())) {
      assertThatThrownBy(() -> out.write(chunk(1))).hasMessageContaining("no response from node");

      assertThat(out.context.gauge("healthy_nodes_count")).isZero();
      assertThat(log.warnings())
          .singleElement()
          .asString()
          .startsWith("disabled forwarding server '127.0.0.1'")
          .contains("no response from node", "regard it as unavailable");
      assertThatThrownBy(() -> out.write(chunk(2))).hasMessage("no nodes are available");
      awaitHealthy(out, 1);
    }
  }

  @Test
  void withoutHeartbeatsAServerCountsAsThereWhateverItDoes() throws Exception {
    try (FakeServer server = FakeServer.start(FakeServer.Peer::message);
        OutHarness out =
            OutHarness.start(
                "heartbeat_type none\nrequire_ack_response true",
                "hard_timeout 0.1",
                server.section())) {
      for (int i = 0; i < 3; i++) {
        int number = i;
        assertThatThrownBy(() -> out.write(chunk(number)))
            .hasMessageContaining("destination node closed the connection");
      }

      assertThat(out.context.gauge("healthy_nodes_count")).isEqualTo(1);
      assertThat(server.connections).as("one for each chunk, none for a heartbeat").hasValue(3);
    }
  }
}
