package io.millrace.plugins.forward.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.MillraceException;
import io.millrace.api.Service;
import io.millrace.testkit.GraphDriver;
import io.millrace.testkit.TestConfig;
import io.millrace.testkit.TestContext;
import io.millrace.testkit.TestEvent;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Asks a name server of one thread that answers every question with the records it was given. */
class SrvDiscoveryTest {
  /** Answers in the form of RFC 1035 and RFC 2782, and checks what it is asked. */
  private static final class NameServer implements AutoCloseable {
    private static final int SRV = 33;
    private final DatagramSocket socket;
    private volatile List<SrvMessage.Target> targets;
    private volatile String asked = "";

    NameServer(SrvMessage.Target... targets) throws IOException {
      this.targets = List.of(targets);
      socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
      Thread thread = new Thread(this::answerAll, "name-server");
      thread.setDaemon(true);
      thread.start();
    }

    private void answerAll() {
      byte[] buffer = new byte[512];
      try {
        while (true) {
          DatagramPacket question = new DatagramPacket(buffer, buffer.length);
          socket.receive(question);
          byte[] answer = answer(Arrays.copyOf(buffer, question.getLength()));
          socket.send(new DatagramPacket(answer, answer.length, question.getSocketAddress()));
        }
      } catch (IOException closed) {
        asked = "";
      }
    }

    private byte[] answer(byte[] question) throws IOException {
      int at = 12;
      StringBuilder name = new StringBuilder();
      while (question[at] != 0) {
        name.append(new String(question, at + 1, question[at], StandardCharsets.US_ASCII));
        name.append('.');
        at += question[at] + 1;
      }
      asked = name.toString();
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      out.write(question, 0, 2);
      out.writeShort(0x8180);
      out.writeShort(1);
      out.writeShort(targets.size());
      out.writeInt(0);
      out.write(question, 12, at + 5 - 12);
      for (SrvMessage.Target target : targets) {
        out.writeShort(0xc00c);
        out.writeShort(SRV);
        out.writeShort(1);
        out.writeInt(1);
        byte[] host = encoded(target.host());
        out.writeShort(6 + host.length);
        out.writeShort(target.priority());
        out.writeShort(target.weight());
        out.writeShort(target.port());
        out.write(host);
      }
      return bytes.toByteArray();
    }

    private static byte[] encoded(String host) throws IOException {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      for (String label : host.split("\\.")) {
        out.write(label.length());
        out.write(label.getBytes(StandardCharsets.US_ASCII));
      }
      out.write(0);
      return out.toByteArray();
    }

    @Override
    public void close() {
      socket.close();
    }
  }

  private static SrvDiscovery discovery(TestContext context, NameServer server, String... lines) {
    return TestConfig.create(
        SrvDiscovery.class,
        context,
        "@type srv",
        "service logs",
        "hostname example.com",
        "dns_server_host 127.0.0.1:" + server.socket.getLocalPort(),
        String.join("\n", lines));
  }

  @Test
  void findsTargetsByPriority() throws Exception {
    try (TestContext context = new TestContext();
        NameServer server =
            new NameServer(
                new SrvMessage.Target(20, 1, 24225, "b.example.com"),
                new SrvMessage.Target(10, 7, 24224, "localhost"))) {
      SrvDiscovery discovery = discovery(context, server, "dns_lookup false", "username u");
      discovery.start();

      assertThat(server.asked).isEqualTo("_logs._tcp.example.com.");
      assertThat(discovery.services())
          .containsExactly(
              new Service(
                  "localhost",
                  24224,
                  Optional.of("localhost"),
                  7,
                  false,
                  Optional.empty(),
                  "u",
                  ""),
              new Service(
                  "b.example.com",
                  24225,
                  Optional.of("b.example.com"),
                  1,
                  false,
                  Optional.empty(),
                  "u",
                  ""));
      discovery.shutdown();
    }
  }

  @Test
  void looksUpAddressesAndSeesChanges() throws Exception {
    try (TestContext context = new TestContext();
        NameServer server = new NameServer(new SrvMessage.Target(1, 1, 24224, "localhost"))) {
      SrvDiscovery discovery = discovery(context, server, "interval 0.1");
      discovery.start();
      assertThat(discovery.services()).extracting(Service::host).containsExactly("127.0.0.1");

      server.targets = List.of(new SrvMessage.Target(1, 1, 24299, "localhost"));

      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(discovery.services())
                      .extracting(Service::port)
                      .containsExactly(24299));
      discovery.shutdown();
    }
  }

  @Test
  void leadsAnOutputFromOneServerToTheNext() throws Exception {
    try (ServerSocket former = listener();
        ServerSocket next = listener();
        NameServer server =
            new NameServer(new SrvMessage.Target(1, 1, former.getLocalPort(), "localhost"));
        GraphDriver graph =
            GraphDriver.of(
                """
                <match **>
                  @type forward
                  heartbeat_type none
                  <service_discovery>
                    @type srv
                    service logs
                    hostname example.com
                    interval 0.1
                    dns_server_host 127.0.0.1:%d
                  </service_discovery>
                  <buffer tag>
                    flush_mode immediate
                  </buffer>
                </match>
                """
                    .formatted(server.socket.getLocalPort()))) {
      graph.start();
      graph.emit(TestEvent.event("app", 1, "{\"n\":1}"));
      assertThat(firstByte(former)).isEqualTo(0x93);

      server.targets = List.of(new SrvMessage.Target(1, 1, next.getLocalPort(), "localhost"));

      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .ignoreExceptionsInstanceOf(SocketTimeoutException.class)
          .untilAsserted(
              () -> {
                graph.emit(TestEvent.event("app", 2, "{\"n\":2}"));
                assertThat(firstByte(next)).isEqualTo(0x93);
              });
    }
  }

  private static ServerSocket listener() throws IOException {
    ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    listener.setSoTimeout(1_000);
    return listener;
  }

  private static int firstByte(ServerSocket listener) throws IOException {
    try (Socket socket = listener.accept()) {
      return socket.getInputStream().read();
    }
  }

  @Test
  void saysWhichNameHasNoRecords() throws Exception {
    try (TestContext context = new TestContext();
        NameServer server = new NameServer(new SrvMessage.Target(1, 1, 1, "no.such.invalid"))) {
      SrvDiscovery discovery = discovery(context, server);

      assertThatThrownBy(discovery::start)
          .hasMessageContaining("target 'no.such.invalid' of an SRV record has no address");
    }
  }

  @Test
  void refusesDamagedAnswersWhateverTheirBytes() {
    Random random = new Random(7);
    byte[] good = SrvMessage.question(1, "_logs._tcp.example.com");
    int refused = 0;
    for (int i = 0; i < 100_000; i++) {
      byte[] bad = Arrays.copyOf(good, good.length + random.nextInt(40));
      for (int n = random.nextInt(12); n > 0; n--) {
        bad[4 + random.nextInt(bad.length - 4)] = (byte) random.nextInt(256);
      }
      bad[2] = (byte) 0x80;
      bad[3] = 0;
      try {
        assertThat(SrvMessage.targets(ByteBuffer.wrap(bad))).isNotNull();
      } catch (MillraceException e) {
        assertThat(e).hasMessageContaining("the name server");
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }
}
