package io.millrace.plugins.forward.out;

import static io.millrace.plugins.forward.out.OutHarness.TIMEOUT;
import static io.millrace.plugins.forward.out.OutHarness.chunk;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.net.forward.ForwardMessage;
import io.millrace.testkit.TestLog;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * {@code keepalive} and {@code keepalive_timeout}.
 *
 * <p>Source: Fluentd's out_forward, "Keepalive pool".
 */
class KeptConnectionsTest {
  private static final String KEEP =
      "heartbeat_type none\nrequire_ack_response true\nkeepalive true\n";

  private final AtomicInteger ended = new AtomicInteger();

  /** Confirms, and counts the connections that the sender ends. */
  private void confirm(FakeServer.Peer peer) throws IOException {
    try {
      FakeServer.confirm(peer);
    } catch (EOFException end) {
      ended.incrementAndGet();
    }
  }

  @Test
  void anIdleConnectionEndsWithItsTime() throws Exception {
    try (FakeServer server = FakeServer.start(this::confirm);
        OutHarness out = OutHarness.start(KEEP, "keepalive_timeout 0.3", server.section())) {
      out.write(chunk(1));
      await().atMost(TIMEOUT).until(() -> ended.get() == 1);

      out.write(chunk(2));

      assertThat(server.connections).hasValue(2);
    }
  }

  @Test
  void waitingForAnAckIsNoIdleness() throws Exception {
    CountDownLatch mayConfirm = new CountDownLatch(1);
    FakeServer.Behaviour late =
        peer -> {
          ForwardMessage message = peer.message();
          try {
            mayConfirm.await();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
          peer.ack(message);
          confirm(peer);
        };
    try (FakeServer server = FakeServer.start(late);
        OutHarness out = OutHarness.start(KEEP, "keepalive_timeout 0.2", server.section())) {
      CompletableFuture<Void> sent = out.send(chunk(1));
      await().during(500, TimeUnit.MILLISECONDS).atMost(TIMEOUT).until(() -> ended.get() == 0);
      assertThat(sent).isNotDone();

      mayConfirm.countDown();

      sent.get(20, TimeUnit.SECONDS);
      await().atMost(TIMEOUT).until(() -> ended.get() == 1); // its time began with the ack
    }
  }

  @Test
  void aTimeWithoutKeepaliveIsWarnedOf() throws Exception {
    try (FakeServer server = FakeServer.start(this::confirm);
        TestLog log = TestLog.of("test.out_forward");
        OutHarness out =
            OutHarness.start("heartbeat_type none\nkeepalive_timeout 5", server.section())) {
      out.write(chunk(1));

      assertThat(log.warnings())
          .containsExactly("'keepalive_timeout' has no effect without 'keepalive true'");
      await().atMost(TIMEOUT).until(() -> ended.get() == 1);
    }
  }

  @Test
  void withoutATimeAConnectionIsKept() throws Exception {
    try (FakeServer server = FakeServer.start(this::confirm);
        OutHarness out = OutHarness.start(KEEP, server.section())) {
      out.write(chunk(1));
      await().during(500, TimeUnit.MILLISECONDS).atMost(TIMEOUT).until(() -> ended.get() == 0);
      out.write(chunk(2));

      assertThat(server.connections).hasValue(1);
      assertThat(server.messages).hasSize(2);
    }
  }

  @Test
  void aServerThatAllowsOneMessageForEachConnectionGetsOne() throws Exception {
    FakeServer.Behaviour denies =
        peer -> {
          peer.say(List.of("HELO", Map.of("nonce", new byte[16], "keepalive", false)));
          ForwardOutputSecurityTest.welcome(peer, new byte[16], "key");
          confirm(peer);
        };
    try (FakeServer server = FakeServer.start(denies);
        OutHarness out =
            OutHarness.start(
                KEEP,
                "<security>\nself_hostname edge\nshared_key key\n</security>",
                server.section())) {
      out.write(chunk(1));
      out.write(chunk(2));

      assertThat(server.connections).hasValue(2);
      await().atMost(TIMEOUT).until(() -> ended.get() == 2);
    }
  }

  @Test
  void aConnectionThatFailedIsNotUsedAgain() throws Exception {
    AtomicInteger turn = new AtomicInteger();
    FakeServer.Behaviour firstResets =
        peer -> {
          if (turn.getAndIncrement() == 0) {
            peer.ack(peer.message());
            peer.reset();
          } else {
            confirm(peer);
          }
        };
    try (FakeServer server = FakeServer.start(firstResets);
        OutHarness out = OutHarness.start(KEEP, server.section())) {
      out.write(chunk(1));
      await()
          .atMost(TIMEOUT)
          .ignoreExceptions() // the reset may come while it sends
          .until(
              () -> {
                out.write(chunk(2));
                return server.connections.get() == 2;
              });

      out.write(chunk(3));
      assertThat(server.connections).hasValue(2);
    }
  }

  @Test
  void theOnesLeftAreEndedWithTheOutput() throws Exception {
    try (FakeServer server = FakeServer.start(this::confirm)) {
      try (OutHarness out = OutHarness.start(KEEP, server.section())) {
        out.write(chunk(1));
        assertThat(ended).hasValue(0);
      }

      await().atMost(TIMEOUT).until(() -> ended.get() == 1);
    }
  }
}
