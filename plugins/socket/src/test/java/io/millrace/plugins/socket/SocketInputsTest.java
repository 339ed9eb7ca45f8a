package io.millrace.plugins.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.ConfigException;
import io.millrace.api.EventSink;
import io.millrace.api.MillraceException;
import io.millrace.net.EventLoops;
import io.millrace.net.ListenerRegistry;
import io.millrace.testkit.InputDriver;
import io.millrace.testkit.TestAuthority;
import io.millrace.testkit.TestContext;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketInputsTest {
  private static final String NONE = "<parse>\n@type none\n</parse>";

  @TempDir Path dir;

  private final EventLoops loops = new EventLoops();
  private final ListenerRegistry registry = new ListenerRegistry(loops);
  private final TestContext context =
      new TestContext("in").service(ListenerRegistry.class, registry);
  private final java.util.List<InputDriver> drivers = new java.util.ArrayList<>();

  @AfterEach
  void close() {
    drivers.forEach(InputDriver::close);
    registry.close();
    loops.close();
  }

  private InputDriver start(TestContext in, String type, String... lines) throws Exception {
    InputDriver driver = InputDriver.of(in, type, lines);
    drivers.add(driver);
    return driver.start();
  }

  private TcpInput tcp(String... lines) throws Exception {
    String all = "port 0\nbind 127.0.0.1\ntag t\n" + String.join("\n", lines);
    return (TcpInput) start(context, "tcp", all).plugin();
  }

  private UdpInput udp(String... lines) throws Exception {
    String all = "port 0\nbind 127.0.0.1\ntag t\n" + String.join("\n", lines);
    return (UdpInput) start(context, "udp", all).plugin();
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Socket connect(InetSocketAddress address) throws IOException {
    return new Socket(address.getAddress(), address.getPort());
  }

  private List<String> records() {
    return context.events().stream().map(e -> e.tag() + " " + e.json()).toList();
  }

  private void awaitRecords(String... expected) {
    Awaitility.await().untilAsserted(() -> assertThat(records()).containsExactly(expected));
  }

  @Test
  void tagAndTimeCanStandInTheRecord() throws Exception {
    TcpInput input =
        tcp(
            "<parse>\n@type json\nestimate_current_event false\ntime_key nothing\n</parse>",
            "<extract>\ntag_key tag\ntime_key at\nkeep_time_key true\n</extract>");
    try (Socket socket = connect(input.address())) {
      send(
          socket,
          "{\"tag\":\"a\",\"at\":1.5,\"i\":1}\n{\"at\":2,\"i\":2}\n{\"tag\":\"a\",\"i\":3}\n");

      awaitRecords("a {\"at\":1.5,\"i\":1}", "a {\"i\":3}", "t {\"at\":2,\"i\":2}");
    }
    assertThat(context.events().get(0).time().nanos()).isEqualTo(500_000_000);
    assertThat(context.events().get(2).time().seconds()).isEqualTo(2);
  }

  @Test
  void messageThatDoesNotMatchIsCounted() throws Exception {
    TcpInput input = tcp("<parse>\n@type json\n</parse>");
    try (Socket socket = connect(input.address())) {
      send(socket, "nonsense\n\u0000\u0001\n{\"i\":1}\n");

      awaitRecords("t {\"i\":1}");
    }
    assertThat(context.count("unmatched_messages")).isEqualTo(2);
  }

  @Test
  void whoTrustsTheAuthoritySendsOverTls() throws Exception {
    TestAuthority authority = TestAuthority.create(dir, "ca");
    TcpInput input = tcp(NONE, authority.transport());
    try (Socket socket = authority.connect("localhost", input.address().getPort())) {
      send(socket, "secret\n");

      awaitRecords("t {\"message\":\"secret\"}");
    }
  }

  @Test
  void strangersAreTurnedAway() throws Exception {
    TcpInput input = tcp(NONE, "<security>\n<client>\nnetwork 10.0.0.0/8\n</client>\n</security>");
    try (Socket socket = connect(input.address())) {
      socket.setSoTimeout(20_000);

      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
    assertThat(records()).isEmpty();
  }

  @Test
  void networkThatIsNoneIsRefused() {
    assertThatThrownBy(
            () ->
                InputDriver.of(
                    "tcp",
                    "tag t",
                    NONE,
                    "<security>\n<client>\nnetwork 10.0.0/8\n</client>\n</security>"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("network '10.0.0/8'");
  }

  @Test
  void stalledOutputHoldsTheSenderBack() throws Exception {
    CompletableFuture<Void> room = new CompletableFuture<>();
    AtomicLong emitted = new AtomicLong();
    context.sink(
        (tag, events) -> {
          emitted.addAndGet(events.packed().byteSize());
          return room;
        });
    TcpInput input = tcp(NONE);
    byte[] line = ("x".repeat(1023) + "\n").getBytes(StandardCharsets.US_ASCII);
    long total = 64L << 20;
    try (SocketChannel channel = SocketChannel.open(input.address())) {
      channel.configureBlocking(false);
      long sent = 0;
      ByteBuffer block = ByteBuffer.allocate(line.length * 64);
      while (block.hasRemaining()) {
        block.put(line);
      }
      int refusals = 0;
      while (sent < total && refusals < 200) {
        block.clear();
        int n = channel.write(block);
        sent += n;
        refusals = n == 0 ? refusals + 1 : 0;
        if (n == 0) {
          java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
        }
      }

      assertThat(sent).as("bytes a stalled agent takes").isLessThan(total);
      assertThat(registry.budget().held()).isLessThan(8L << 20);
      room.complete(null);
    }
    Awaitility.await().untilAsserted(() -> assertThat(registry.budget().held()).isZero());
    assertThat(emitted.get()).isPositive();
  }

  @Test
  void connectionSurvivesAReloadWithinAMessage() throws Exception {
    TcpInput input = tcp(NONE);
    int port = input.address().getPort();
    try (Socket socket = connect(input.address())) {
      send(socket, "before\nhalf ");
      awaitRecords("t {\"message\":\"before\"}");

      registry.begin();
      send(socket, "a line\nnext\n");
      drivers.get(0).stop();
      TestContext next = new TestContext("in").service(ListenerRegistry.class, registry);
      start(next, "tcp", "port " + port + "\nbind 127.0.0.1\ntag n\n" + NONE);
      registry.end();

      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(next.events())
                      .extracting(e -> e.json())
                      .containsExactly("{\"message\":\"half a line\"}", "{\"message\":\"next\"}"));
    }
    assertThat(records()).hasSize(1);
  }

  @Test
  void datagramsAreMessages() throws Exception {
    UdpInput input = udp("message_length_limit 8", "source_address_key from", NONE);
    try (DatagramSocket socket = new DatagramSocket()) {
      for (String text : List.of("one\r\n", "", "123456789")) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        socket.send(new DatagramPacket(bytes, bytes.length, input.address()));
      }

      awaitRecords(
          "t {\"message\":\"one\",\"from\":\"127.0.0.1\"}",
          "t {\"message\":\"\",\"from\":\"127.0.0.1\"}",
          "t {\"message\":\"12345678\",\"from\":\"127.0.0.1\"}");
    }
  }

  @Test
  void floodOfDatagramsIsDroppedAndCounted() throws Exception {
    CompletableFuture<Void> room = new CompletableFuture<>();
    context.sink((tag, events) -> room);
    UdpInput input = udp("message_length_limit 60000", NONE);
    byte[] bytes = new byte[60_000];
    try (DatagramSocket socket = new DatagramSocket()) {
      Awaitility.await()
          .pollDelay(java.time.Duration.ZERO)
          .pollInterval(java.time.Duration.ofMillis(1))
          .untilAsserted(
              () -> {
                for (int i = 0; i < 20; i++) {
                  socket.send(new DatagramPacket(bytes, bytes.length, input.address()));
                }
                assertThat(context.count("lost_messages")).isPositive();
              });
    }
    room.complete(null);
  }

  @Test
  void udpNeedsNoOtherTransport() {
    assertThatThrownBy(() -> InputDriver.of("udp", "tag t", NONE, "<transport tcp>\n</transport>"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("<transport tcp>: expected udp");
  }

  @Test
  void emitThatFailsDoesNotEndTheConnection() throws Exception {
    AtomicLong emits = new AtomicLong();
    context.sink(
        (tag, events) -> {
          emits.incrementAndGet();
          return EventSink.failed(new IllegalStateException("full"));
        });
    TcpInput input = tcp(NONE);
    try (Socket socket = connect(input.address())) {
      send(socket, "one\n");
      Awaitility.await().untilAsserted(() -> assertThat(emits).hasValue(1));
      send(socket, "two\n");
      Awaitility.await().untilAsserted(() -> assertThat(emits).hasValue(2));
    }
  }

  private void sendUnix(Path path, byte[] bytes) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(path));
      channel.write(ByteBuffer.wrap(bytes));
    }
  }

  @Test
  void unixSocketTakesForwardMessages() throws Exception {
    Path path = dir.resolve("new/in.sock");
    InputDriver driver = start(context, "unix", "path " + path);

    sendUnix(path, HexFormat.of().parseHex("93a175ce6553f10081a16901" + "93a17500" + "81a16902"));
    sendUnix(path, "[\"j\",[[5,{\"i\":3}]]]".getBytes(StandardCharsets.UTF_8));

    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(records())
                    .containsExactlyInAnyOrder("u {\"i\":1}", "u {\"i\":2}", "j {\"i\":3}"));
    driver.stop();
    assertThat(path).doesNotExist();
  }

  @Test
  void socketThatIsLeftOverIsReplacedAndAFileIsNot() throws Exception {
    Path path = dir.resolve("in.sock");
    try (var left = java.nio.channels.ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      left.bind(UnixDomainSocketAddress.of(path));
    }
    assertThat(path).exists();
    start(context, "unix", "path " + path, "tag fixed");
    sendUnix(path, HexFormat.of().parseHex("93a17500" + "81a16901"));
    awaitRecords("fixed {\"i\":1}");

    Path file = Files.writeString(dir.resolve("file"), "text");
    assertThatThrownBy(() -> start(context, "unix", "path " + file))
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("no socket");
    assertThat(file).hasContent("text");
  }

  @Test
  void brokenForwardDataEndsTheConnectionOnly() throws Exception {
    Path path = dir.resolve("in.sock");
    start(context, "unix", "path " + path);

    sendUnix(path, HexFormat.of().parseHex("c1c1c1"));
    sendUnix(path, HexFormat.of().parseHex("a161" + "93c0c0c0" + "93a175c081a16901"));

    awaitRecords("u {\"i\":1}");
    assertThat(context.count("lost_messages")).isPositive();
  }
}
