package io.millrace.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.millrace.api.Input;
import io.millrace.api.PluginContext;
import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.PackWriter;
import io.millrace.event.Zstd;
import io.millrace.net.ConnectionLimit;
import io.millrace.net.EventLoops;
import io.millrace.net.ListenerRegistry;
import io.millrace.net.ReceiveBudget;
import io.millrace.net.forward.ForwardClient;
import io.millrace.net.forward.ForwardClient.Credentials;
import io.millrace.testkit.TestConfig;
import io.millrace.testkit.TestContext;
import io.millrace.testkit.TestEvent;
import io.millrace.testkit.TestKeys;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/**
 * What strangers do to {@code in_forward}, each many times: every try is refused, none brings an
 * event in, the log says it once, and memory is bounded; and a sender that means well is served as
 * before.
 */
class ForwardAttackTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final int TRIES = 50;
  private static final int FLOOD = 5_000;
  private static final int SLOW_FLOOD = 1_000;
  private static final int CONNECTIONS = 1_100;
  private static final int CONNECTED_FLOOD = 3_000;

  /** What a connection may cost before it has shown who it is: one read, and a PING. */
  private static final long STRANGER = (64L << 10) + (32L << 10);

  private static final TestEvent EVENT = TestEvent.event("app", 1, "{\"n\":1}");
  private static final Credentials GOOD = new Credentials("node", "common", "kube", "hunter22");

  private static final String SECURED =
      """
      <security>
      self_hostname gate
      shared_key common
      user_auth true
      <user>
      username kube
      password hunter22
      </user>
      </security>
      """;

  private static final String ELSEWHERE =
      """
      <security>
      self_hostname gate
      shared_key common
      allow_anonymous_source false
      <client>
      network 10.1.2.0/24
      </client>
      </security>
      """;

  @TempDir static Path dir;

  /** One try: it ends when the server has refused it, and fails if the server does not. */
  @FunctionalInterface
  private interface Try {
    void run(Server server) throws Exception;
  }

  /**
   * A row.
   *
   * @param says what the log says of it, once
   * @param heldEach bytes that one try may hold at most
   */
  private record Attack(
      String name, String config, int tries, String says, long heldEach, Try attempt) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Attack> attacks() {
    return Stream.of(
        refused("wrong digest", new Credentials("node", "guess", "kube", "hunter22"), "shared_key"),
        refused("no user", new Credentials("node", "common", "", ""), "username/password"),
        refused("wrong user", new Credentials("node", "common", "root", "hunter22"), "username/"),
        new Attack(
            "wrong network", ELSEWHERE, TRIES, "anonymous source host", STRANGER, badHello(GOOD)),
        new Attack(
            "flood of wrong digests",
            SECURED,
            FLOOD,
            "shared_key mismatch",
            STRANGER,
            badHello(new Credentials("node", "guess", "kube", "hunter22"))),
        secured("replayed PING", "shared_key mismatch", ForwardAttackTest::replay),
        secured(
            "no handshake",
            "invalid ping message",
            server ->
                untilClosed(
                    server,
                    ForwardClient.encodePacked("app", TestEvent.pack(EVENT), Optional.of("c")))),
        secured(
            "PING of 1 MiB",
            "invalid ping message",
            server ->
                untilClosed(server, pack(List.of("PING", "x".repeat(1 << 20), "", "", "", "")))),
        secured("PING that claims 4 GiB", "invalid ping message", claim("96a450494e47dbffffffff")),
        secured(
            "PING in JSON",
            "invalid ping message",
            server ->
                untilClosed(server, ByteSlice.utf8("[\"PING\",\"n\",\"s\",\"d\",\"\",\"\"]"))),
        secured("deep nesting", "invalid ping message|unexpected error", nested()),
        new Attack(
            "flood of connections",
            "",
            1,
            "too many connections.*limit=" + CONNECTIONS + ": raise the limit of this test",
            (long) CONNECTED_FLOOD * STRANGER,
            flood()),
        new Attack("slow handshakes", SECURED, 1, "no PING in time", SLOW_FLOOD * STRANGER, slow()),
        new Attack("deep nesting, no key", "", TRIES, "unexpected error", STRANGER, nested()),
        new Attack(
            "gzip bomb",
            "decompression_size_limit 1m",
            TRIES,
            "Decompressed data exceeds limit",
            4 << 20,
            server -> untilClosed(server, bomb("gzip"))),
        new Attack(
            "zstd bomb",
            "decompression_size_limit 1m",
            TRIES,
            "unexpected error on reading data",
            4 << 20,
            server -> untilClosed(server, bomb("zstd"))),
        new Attack(
            "gzip bomb, opened late",
            "skip_invalid_event false\ndecompression_size_limit 1m",
            TRIES,
            "Decompressed data exceeds limit",
            4 << 20,
            server -> untilClosed(server, bomb("gzip"))),
        new Attack(
            "zstd bomb, opened late",
            "skip_invalid_event false\ndecompression_size_limit 1m",
            TRIES,
            "Decompressed data exceeds limit",
            4 << 20,
            server -> untilClosed(server, bomb("zstd"))),
        new Attack(
            "zstd window of 128 MiB",
            "",
            TRIES,
            "Frame requires too much memory",
            4 << 20,
            server -> untilClosed(server, hugeWindow())),
        new Attack(
            "payload that is none, opened late",
            "skip_invalid_event false",
            TRIES,
            "unexpected error on reading data",
            4 << 20,
            server ->
                untilClosed(
                    server, pack(List.of("app", "no events", Map.of("size", 1, "chunk", "c"))))),
        new Attack(
            "plain text to TLS",
            tls(false),
            TRIES,
            "closing connection",
            STRANGER,
            server -> untilClosed(server, ByteSlice.utf8("GET / HTTP/1.1\r\n\r\n"))),
        new Attack(
            "TLS without a client certificate",
            tls(true),
            TRIES,
            "closing connection",
            STRANGER,
            ForwardAttackTest::withoutCertificate));
  }

  private static Attack secured(String name, String says, Try attempt) {
    return new Attack(name, SECURED, TRIES, says, STRANGER, attempt);
  }

  private static Attack refused(String name, Credentials credentials, String says) {
    return secured(name, says, badHello(credentials));
  }

  private static Try badHello(Credentials credentials) {
    return server -> {
      try (ForwardClient client = server.connect()) {
        assertThat(client.handshake(credentials)).as("refusal").isPresent();
        assertClosed(client);
      }
    };
  }

  /** Says again what a sender with the right key said on another connection. */
  private static void replay(Server server) throws Exception {
    try (Socket real = server.socket();
        Socket again = server.socket()) {
      Recorder recorder = new Recorder(real);
      try (ForwardClient client = ForwardClient.over(recorder)) {
        assertThat(client.handshake(GOOD)).as("the real one").isEmpty();
        again.getOutputStream().write(recorder.said.toByteArray());
        assertThat(recorder.said.size()).isPositive();
        assertEnds(again.getInputStream());
      }
    }
  }

  /** A socket over another that keeps what is written to it. */
  private static final class Recorder extends Socket {
    private final Socket real;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    Recorder(Socket real) {
      this.real = real;
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return real.getInputStream();
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
      OutputStream out = real.getOutputStream();
      return new OutputStream() {
        @Override
        public void write(int b) throws IOException {
          write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
          said.write(bytes, offset, length);
          out.write(bytes, offset, length);
        }
      };
    }
  }

  private static Try claim(String hex) {
    return server -> untilClosed(server, ByteSlice.of(HexFormat.of().parseHex(hex)));
  }

  private static Try nested() {
    byte[] deep = new byte[10_000];
    Arrays.fill(deep, (byte) 0x91);
    return server -> untilClosed(server, ByteSlice.of(deep));
  }

  /** Connections that never say who they are; a part of them says a byte now and then. */
  private static Try slow() {
    return server -> {
      List<Socket> sockets = new ArrayList<>();
      for (int i = 0; i < SLOW_FLOOD; i++) {
        sockets.add(server.socket());
      }
      for (Socket socket : sockets) {
        drip(socket);
        assertEnds(socket.getInputStream());
        socket.close();
      }
    };
  }

  /** More connections than there may be: those that are too many end at once, the others stay. */
  private static Try flood() {
    return server -> {
      List<Socket> sockets = new ArrayList<>();
      for (int i = 0; i < CONNECTED_FLOOD; i++) {
        sockets.add(server.socket());
      }
      List<Socket> still = new ArrayList<>(sockets);
      await()
          .atMost(TIMEOUT)
          .until(
              () -> {
                still.removeIf(ForwardAttackTest::hasEnded);
                return still.size() <= CONNECTIONS;
              });
      assertThat(still).hasSize(CONNECTIONS);
      await().atMost(TIMEOUT).until(() -> server.context.gauge("connections") == CONNECTIONS);
      for (Socket socket : sockets) {
        socket.close();
      }
    };
  }

  private static boolean hasEnded(Socket socket) {
    try {
      socket.setSoTimeout(1);
      return socket.getInputStream().read() < 0;
    } catch (java.net.SocketTimeoutException open) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }

  private static void drip(Socket socket) {
    try {
      socket.getOutputStream().write(0x96);
    } catch (IOException closedByServer) {
      assertThat(closedByServer).isNotNull();
    }
  }

  private static void withoutCertificate(Server server) throws Exception {
    try (SSLSocket socket =
        (SSLSocket)
            keys()
                .trusted()
                .getSocketFactory()
                .createSocket(server.address.getAddress(), server.address.getPort())) {
      socket.setSoTimeout(Math.toIntExact(TIMEOUT.toMillis()));
      assertEnds(socket.getInputStream());
    }
  }

  private static String tls(boolean clientCertificates) {
    return "<transport tls>\ncert_path "
        + keys().certificate()
        + "\nprivate_key_path "
        + keys().key()
        + (clientCertificates ? "\nclient_cert_auth true\nca_path " + keys().certificate() : "")
        + "\n</transport>";
  }

  private static TestKeys keys() {
    return Keys.SERVER;
  }

  /** Made once, when the first row needs it. */
  private static final class Keys {
    static final TestKeys SERVER = create();

    private static TestKeys create() {
      try {
        return TestKeys.create(dir, "server");
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static ByteSlice bomb(String compression) throws IOException {
    byte[] zeros = new byte[64 << 20];
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out =
        compression.equals("gzip") ? new GZIPOutputStream(packed) : Zstd.output(packed, 3)) {
      out.write(zeros);
    }
    return pack(List.of("app", packed.toByteArray(), Map.of("compressed", compression, "size", 1)));
  }

  /** One byte, in a frame that asks for the largest window that Zstandard's library would take. */
  private static ByteSlice hugeWindow() {
    byte[] frame = HexFormat.of().parseHex("28b52ffd0088" + "09000061");
    return pack(List.of("app", frame, Map.of("compressed", "zstd")));
  }

  private static ByteSlice pack(Object value) {
    PackWriter out = new PackWriter(new ByteArraySink(64));
    out.value(value);
    return out.sink().slice();
  }

  /** Sends, and reads until the server closes. */
  private static void untilClosed(Server server, ByteSlice bytes) throws IOException {
    try (ForwardClient client = server.connect()) {
      try {
        client.send(bytes);
      } catch (IOException closedByServer) {
        return;
      }
      assertClosed(client);
    }
  }

  private static void assertClosed(ForwardClient client) throws IOException {
    try {
      Object said = client.read();
      while (said instanceof List<?> list && !list.contains(true)) {
        said = client.read(); // HELO, and a PONG that refuses
      }
      throw new AssertionError("the server answered " + said);
    } catch (EOFException | java.net.SocketException closed) {
      assertThat(closed).isNotNull();
    }
  }

  private static void assertEnds(InputStream in) throws IOException {
    try {
      while (in.read() >= 0) {
        // HELO, a refusal, an alert
      }
    } catch (java.net.SocketTimeoutException e) {
      throw new AssertionError("the server left the connection open", e);
    } catch (java.net.SocketException | javax.net.ssl.SSLException closed) {
      assertThat(closed).isNotNull();
    }
  }

  /** An input that listens, its log and what it holds. */
  private static final class Server implements AutoCloseable {
    private final EventLoops loops = new EventLoops();
    private final ReceiveBudget budget = ReceiveBudget.ofHeap();
    private final ListenerRegistry registry =
        new ListenerRegistry(
            loops, budget, new ConnectionLimit(CONNECTIONS, "raise the limit of this test"));
    private final TestContext context = new TestContext("attacked");
    private final InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), NumberedSender.freePort());
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Input input;

    Server(String config) throws Exception {
      context.service(ListenerRegistry.class, registry);
      log.start();
      for (Logger logger : loggers()) {
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        logger.addAppender(log);
      }
      input =
          TestConfig.create(
              Input.class,
              context,
              "@type forward",
              "bind " + address.getAddress().getHostAddress(),
              "port " + address.getPort(),
              config);
      input.start();
    }

    ForwardClient connect() throws IOException {
      return ForwardClient.connect(address, TIMEOUT);
    }

    Socket socket() throws IOException {
      Socket socket = new Socket(address.getAddress(), address.getPort());
      socket.setSoTimeout(Math.toIntExact(TIMEOUT.toMillis()));
      return socket;
    }

    /** Lines of warnings and errors. */
    List<String> complaints() {
      return List.copyOf(log.list).stream()
          .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
          .map(ILoggingEvent::getFormattedMessage)
          .toList();
    }

    @Override
    public void close() {
      try {
        input.shutdown();
      } catch (Exception e) {
        throw new IllegalStateException("the input did not shut down", e);
      }
      registry.close();
      loops.close();
      context.close();
      loggers().forEach(logger -> logger.detachAppender(log));
    }

    /** That of the plugin and that of its listener. */
    private static List<Logger> loggers() {
      return Stream.of("test.attacked", "io.millrace.net")
          .map(name -> (Logger) LoggerFactory.getLogger(name))
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void isRefusedOnceSaidAndBounded(Attack attack) throws Exception {
    try (Server server = new Server(attack.config())) {
      LongAccumulator peak = new LongAccumulator(Math::max, 0);
      PluginContext.Cancellable sampler =
          server.context.every(
              Duration.ZERO, Duration.ofMillis(1), () -> peak.accumulate(server.budget.held()));
      for (int i = 0; i < attack.tries(); i++) {
        attack.attempt().run(server);
      }
      sampler.cancel();
      long held = peak.get();

      assertThat(server.context.events()).as("events let in").isEmpty();
      assertThat(held).as("bytes held").isLessThanOrEqualTo(attack.heldEach());
      await().atMost(TIMEOUT).until(() -> server.context.gauge("connections") == 0);
      assertThat(server.budget.held()).as("bytes held afterwards").isZero();
      assertThat(server.complaints())
          .as("lines of log")
          .singleElement()
          .satisfies(line -> assertThat(line).containsPattern(attack.says()));
      assertThat(server.complaints().get(0).length()).isLessThan(600);
      assertServes(server, attack);
      System.out.printf(
          Locale.ROOT,
          "%-34s tries %5d, let in 0, lines of log %d, held at most %d bytes%n",
          attack.name(),
          attack.tries(),
          server.complaints().size(),
          held);
    }
  }

  private static void assertServes(Server server, Attack attack) throws IOException {
    if (attack.config().contains("<transport") || attack.config().equals(ELSEWHERE)) {
      return; // nobody on this machine is welcome there without more ado
    }
    try (ForwardClient client = server.connect()) {
      if (attack.config().equals(SECURED)) {
        assertThat(client.handshake(GOOD)).isEmpty();
      }
      client.packed("app", TestEvent.pack(EVENT), Optional.of("still here"));
    }
    assertThat(server.context.events()).containsExactly(EVENT);
  }
}
