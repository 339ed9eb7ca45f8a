package io.millrace.plugins.forward;

import static io.millrace.plugins.forward.ForwardHarness.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.BufferOverflowException;
import io.millrace.api.SystemSettings;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventTime;
import io.millrace.net.EventLoops;
import io.millrace.net.ListenerRegistry;
import io.millrace.net.forward.ForwardClient;
import io.millrace.testkit.Concurrently;
import io.millrace.testkit.TestAuthority;
import io.millrace.testkit.TestConfig;
import io.millrace.testkit.TestContext;
import io.millrace.testkit.TestEvent;
import io.millrace.testkit.TestKeys;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reload as the input sees it: the registry holds, one input ends, another one starts. */
class ForwardHandoverTest {
  private static final TestEvent EVENT = TestEvent.event("app", 1, "{\"k\":1}");

  private final EventLoops loops = new EventLoops();
  private final ListenerRegistry registry = new ListenerRegistry(loops);
  private final TestContext before = context();
  private final TestContext after = context();
  private int port;

  @TempDir private Path dir;

  @BeforeEach
  void findPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
  }

  @AfterEach
  void close() {
    registry.close();
    loops.close();
    before.close();
    after.close();
  }

  private TestContext context() {
    return new TestContext("in").service(ListenerRegistry.class, registry);
  }

  private ForwardInput start(TestContext context, String... more) throws Exception {
    ForwardInput input =
        TestConfig.create(
            ForwardInput.class,
            context,
            "@type forward",
            "port " + port + "\nbind 127.0.0.1\n" + String.join("\n", more));
    input.start();
    return input;
  }

  private static SystemSettings secondWorker() {
    SystemSettings defaults = SystemSettings.DEFAULT;
    return new SystemSettings(
        defaults.rootDir(), 1, 2, defaults.filePermission(), defaults.dirPermission());
  }

  private ForwardClient connect(ForwardInput input) throws IOException {
    return ForwardClient.connect(input.address(), TIMEOUT);
  }

  @Test
  void aConnectionGoesOnWithTheNextGraphsInput() throws Exception {
    ForwardInput old = start(before);
    try (ForwardClient sender = connect(old)) {
      sender.packed("app", TestEvent.pack(EVENT), Optional.of("one"));

      registry.begin();
      old.shutdown();
      ForwardInput next = start(after, "add_tag_prefix new");
      registry.end();
      sender.packed("app", TestEvent.pack(EVENT), Optional.of("two"));

      assertThat(before.events()).hasSize(1);
      assertThat(after.events())
          .extracting(event -> event.tag().toString())
          .containsExactly("new.app");
      next.shutdown();
    }
  }

  @Test
  void aCertificateThatWasMadeIsTheNextGraphsToo() throws Exception {
    TestAuthority authority = TestAuthority.create(dir, "ca");
    ForwardInput old = start(before, authority.transport());
    Certificate first = shown(authority);

    registry.begin();
    old.shutdown();
    ForwardInput next = start(after, authority.transport(), "add_tag_prefix new");
    registry.end();

    assertThat(shown(authority)).isEqualTo(first);
    next.shutdown();
  }

  private Certificate shown(TestAuthority authority) throws Exception {
    try (SSLSocket socket = authority.connect("localhost", port)) {
      return socket.getSession().getPeerCertificates()[0];
    }
  }

  @Test
  void aMessageThatHasHalfArrivedIsTheNextInputs() throws Exception {
    ForwardInput old = start(before);
    byte[] message = {(byte) 0x93, (byte) 0xa3, 'a', 'p', 'p', 1, (byte) 0x81, (byte) 0xa1, 'k', 2};
    try (Socket sender = new Socket(old.address().getAddress(), port)) {
      sender.getOutputStream().write(message, 0, 6);
      Awaitility.await()
          .atMost(TIMEOUT)
          .untilAsserted(() -> assertThat(before.gauge("connections")).isEqualTo(1));

      registry.begin();
      old.shutdown();
      ForwardInput next = start(after);
      sender.getOutputStream().write(Arrays.copyOfRange(message, 6, message.length));
      registry.end();

      Awaitility.await().atMost(TIMEOUT).until(() -> after.events().size() == 1);
      assertThat(before.events()).isEmpty();
      next.shutdown();
    }
  }

  @Test
  void whatTheOldGraphCouldNotTakeIsGivenToTheNextOne() throws Exception {
    sendThroughAReload(sender -> sender.packed("app", TestEvent.pack(EVENT), Optional.of("one")));

    assertThat(after.events()).containsExactly(EVENT);
  }

  @Test
  void aSingleEventThatTheOldGraphCouldNotTakeIsGivenToTheNextOneAsItWas() throws Exception {
    ByteSlice record = ByteSlice.of(new byte[] {(byte) 0x81, (byte) 0xa1, 'k', 1}, 0, 4);
    sendThroughAReload(
        sender -> sender.message("app", EventTime.ofSeconds(1), record, Optional.of("one")));

    assertThat(after.events()).containsExactly(EVENT);
  }

  /** The old graph has the message in hand, and gives it back when it ends. */
  private void sendThroughAReload(Sending sending) throws Exception {
    CompletableFuture<Void> blocked = new CompletableFuture<>();
    CompletableFuture<Void> emitted = new CompletableFuture<>();
    before.sink(
        (tag, events) -> {
          emitted.complete(null);
          return blocked;
        });
    ForwardInput old = start(before);
    try (ForwardClient sender = connect(old)) {
      CompletableFuture<Void> acknowledged = Concurrently.run(() -> sending.to(sender));
      emitted.get(20, TimeUnit.SECONDS);

      registry.begin();
      blocked.completeExceptionally(new BufferOverflowException("the output is stopping"));
      old.shutdown();
      ForwardInput next = start(after);
      assertThat(acknowledged).isNotDone();
      registry.end();

      acknowledged.get(20, TimeUnit.SECONDS);
      next.shutdown();
    }
  }

  private interface Sending {
    void to(ForwardClient sender) throws IOException;
  }

  @Test
  void aListenerThatNobodyTakesOverClosesItsConnectionsBehindTheirAcks() throws Exception {
    ForwardInput old = start(before);
    try (Socket sender = new Socket(old.address().getAddress(), port)) {
      sender.setSoTimeout(Math.toIntExact(TIMEOUT.toMillis()));
      byte[] asksForAck = {
        (byte) 0x94,
        (byte) 0xa3,
        'a',
        'p',
        'p',
        1,
        (byte) 0x81,
        (byte) 0xa1,
        'k',
        2,
        (byte) 0x81,
        (byte) 0xa5,
        'c',
        'h',
        'u',
        'n',
        'k',
        (byte) 0xa1,
        'c'
      };
      sender.getOutputStream().write(asksForAck);
      Awaitility.await().atMost(TIMEOUT).until(() -> before.events().size() == 1);

      registry.begin();
      old.shutdown();
      registry.end();

      InputStream in = sender.getInputStream();
      assertThat(in.readAllBytes()).endsWith((byte) 'c');
      try (ServerSocket again = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        assertThat(again.isBound()).isTrue();
      }
    }
  }

  @Test
  void aListenerThatIsWantedInAnotherWayMakesWay() throws Exception {
    ForwardInput old = start(before);

    registry.begin();
    old.shutdown();
    ForwardInput next =
        TestConfig.create(ForwardInput.class, after, "@type forward", "port " + port);
    next.start();
    registry.end();

    assertThat(next.address().getAddress().isAnyLocalAddress()).isTrue();
    next.shutdown();
  }

  @Test
  void sendersShowWhoTheyAreAgainWhenTheKeyChanged() throws Exception {
    ForwardInput old = start(before);
    try (Socket sender = new Socket(old.address().getAddress(), port)) {
      sender.setSoTimeout(Math.toIntExact(TIMEOUT.toMillis()));
      Awaitility.await()
          .atMost(TIMEOUT)
          .untilAsserted(() -> assertThat(before.gauge("connections")).isEqualTo(1));

      registry.begin();
      old.shutdown();
      ForwardInput next =
          start(after, "<security>\nself_hostname here\nshared_key secret\n</security>");
      registry.end();

      assertThat(sender.getInputStream().read()).isEqualTo(-1);
      next.shutdown();
    }
  }

  @Test
  void connectionsAreDealtToTheWorkersInTurn() throws Exception {
    TestContext second = context().system(secondWorker());
    ForwardInput one = start(before);
    ForwardInput two = start(second);
    List<ForwardClient> senders = List.of(connect(one), connect(one), connect(two), connect(two));
    for (ForwardClient sender : senders) {
      sender.packed("app", TestEvent.pack(EVENT), Optional.of("c"));
    }

    assertThat(before.events()).hasSize(2);
    assertThat(second.events()).hasSize(2);
    for (ForwardClient sender : senders) {
      sender.close();
    }
    one.shutdown();
    two.shutdown();
    second.close();
  }

  @Test
  void aTlsSessionGoesOnAndNewOnesGetTheCertificateAsItIsNow() throws Exception {
    TestKeys keys = TestKeys.create(dir, "server");
    String transport =
        "<transport tls>\ncert_path %s\nprivate_key_path %s\n</transport>"
            .formatted(keys.certificate(), keys.key());
    ForwardInput old = start(before, transport);
    try (SSLSocket socket = tls(keys);
        ForwardClient sender = ForwardClient.over(socket)) {
      sender.packed("app", TestEvent.pack(EVENT), Optional.of("one"));

      registry.begin();
      old.shutdown();
      TestKeys renewed = TestKeys.create(Files.createDirectory(dir.resolve("renewed")), "server");
      Files.copy(renewed.certificate(), keys.certificate(), StandardCopyOption.REPLACE_EXISTING);
      Files.copy(renewed.key(), keys.key(), StandardCopyOption.REPLACE_EXISTING);
      ForwardInput next = start(after, transport);
      registry.end();
      sender.packed("app", TestEvent.pack(EVENT), Optional.of("two"));

      assertThat(before.events()).hasSize(1);
      assertThat(after.events()).hasSize(1);
      try (SSLSocket later = tls(renewed)) {
        later.startHandshake();
        assertThat(later.getSession().getPeerCertificates()[0])
            .isNotEqualTo(socket.getSession().getPeerCertificates()[0]);
      }
      next.shutdown();
    }
  }

  private SSLSocket tls(TestKeys keys) throws Exception {
    SSLSocket socket =
        (SSLSocket) keys.trusted().getSocketFactory().createSocket("127.0.0.1", port);
    socket.setSoTimeout(Math.toIntExact(TIMEOUT.toMillis()));
    return socket;
  }
}
