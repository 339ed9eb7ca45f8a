package io.millrace.plugins.forward;

import static io.millrace.plugins.forward.ForwardHarness.TIMEOUT;
import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.EventSink;
import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.PackWriter;
import io.millrace.event.PackedEvents;
import io.millrace.net.ReceiveBudget;
import io.millrace.net.forward.ForwardClient;
import io.millrace.testkit.TestEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAccumulator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What senders do that mean harm, or are broken: only their own connection may suffer. */
class ForwardHostileTest {
  private static final TestEvent EVENT = event("app", 1, "{\"n\":1}");

  private static void assertStillServes(ForwardHarness harness) throws IOException {
    try (ForwardClient client = harness.connect()) {
      client.packed("app", TestEvent.pack(EVENT), Optional.of("still here"));
    }
  }

  /** A machine may be slow; but not stand still for a minute. */
  private static void awaitMore(ForwardHarness harness, IdlePeers peers, long seen) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .failFast(
            () ->
                assertThat(peers.isAlive())
                    .as(() -> "the process that connects; it said: " + peers.lastWords())
                    .isTrue())
        .until(() -> harness.context.gauge("connections") > seen);
  }

  private static long usedHeap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Test
  void tenThousandIdleConnectionsCostLittle() throws Exception {
    int connections = 10_000;
    try (ForwardHarness harness = ForwardHarness.start()) {
      assertStillServes(harness);
      long before = usedHeap();
      try (IdlePeers peers = IdlePeers.open(harness.input.address(), connections)) {
        for (long seen = 0; seen < connections; seen = harness.context.gauge("connections")) {
          awaitMore(harness, peers, seen);
        }
        long perConnection = (usedHeap() - before) / connections;

        assertThat(peers.isAlive()).isTrue();
        assertThat(perConnection).as("bytes of heap").isLessThan(10_000);
        assertThat(harness.budget.held()).isZero();
        assertStillServes(harness);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dbffffffff",
        "92a174dbffffffff",
        "92a174c6ffffffff",
        "92a174ddffffffff",
        "93a17401dfffffffff",
        "92a174c9ffffffff00"
      })
  void hugeClaimsHoldNoMoreThanTheirFirstMebibyte(String claim) throws Exception {
    try (ForwardHarness harness = ForwardHarness.start("chunk_size_limit 3g")) {
      List<ForwardClient> clients = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        ForwardClient client = harness.connect();
        client.send(ByteSlice.of(HexFormat.of().parseHex(claim)));
        client.send(ByteSlice.of(new byte[1000]));
        clients.add(client);
      }

      assertStillServes(harness);
      assertThat(harness.budget.held()).isLessThanOrEqualTo(51L << 20);
      for (ForwardClient client : clients) {
        client.close();
      }
      Awaitility.await().atMost(TIMEOUT).until(() -> harness.budget.held() == 0);
    }
  }

  @Test
  void deepNestingEndsTheConnection() throws Exception {
    try (ForwardHarness harness = ForwardHarness.start()) {
      for (int depth : new int[] {140, 1_000_000}) {
        try (ForwardClient client = harness.connect()) {
          byte[] deep = new byte[depth];
          Arrays.fill(deep, (byte) 0x91);
          sendUntilClosed(client, ByteSlice.of(deep));
        }
      }

      assertStillServes(harness);
    }
  }

  private static void sendUntilClosed(ForwardClient client, ByteSlice bytes) {
    try {
      client.send(bytes);
      client.read();
      throw new AssertionError("the server answered");
    } catch (IOException expected) {
      assertThat(expected).isNotNull();
    }
  }

  @Test
  void tenThousandDamagedMessagesEndTheirConnectionsOnly() throws Exception {
    Random random = new Random(11);
    PackedEvents events =
        TestEvent.pack(EVENT, event("app", 2, "{\"m\":{\"a\":[1,2.5,null],\"s\":\"text\"}}"));
    byte[] message = ForwardClient.encodePacked("app", events, Optional.of("c")).toBytes();
    byte[] forward = pack(List.of("app", List.of(List.of(1, Map.of("k", "v"))), Map.of()));
    byte[] single = pack(List.of("app", 1, Map.of("k", Map.of("l", "v")), Map.of("chunk", "c")));
    try (ForwardHarness harness = ForwardHarness.start()) {
      AtomicLong emitted = new AtomicLong();
      harness.context.sink(
          (tag, stream) -> {
            emitted.addAndGet(stream.packed().count());
            return EventSink.DONE;
          });
      int sent = 0;
      while (sent < 10_000) {
        try (ForwardClient client = harness.connect()) {
          for (int i = 0; i < 4; i++, sent++) {
            byte[] kind = List.of(message, forward, single).get(random.nextInt(3));
            client.send(ByteSlice.of(damage(kind, random)));
          }
        } catch (IOException closedByServer) {
          assertThat(closedByServer).isNotNull();
          sent++;
        }
      }

      assertStillServes(harness);
      Awaitility.await().atMost(TIMEOUT).until(() -> harness.budget.held() == 0);
      assertThat(emitted.get()).isPositive();
    }
  }

  private static byte[] pack(Object value) {
    PackWriter out = new PackWriter(new ByteArraySink(64));
    out.value(value);
    return out.sink().toBytes();
  }

  private static byte[] damage(byte[] good, Random random) {
    byte[] bad = Arrays.copyOf(good, good.length - (random.nextInt(4) == 0 ? 1 : 0));
    for (int n = random.nextInt(4); n > 0; n--) {
      bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
    }
    return bad;
  }

  @Test
  void manySendersOfLargeMessagesAllGetThroughALittleMemory() throws Exception {
    long limit = 1 << 20;
    ReceiveBudget budget = new ReceiveBudget(limit);
    TestEvent large = event("app", 1, "{\"k\":\"" + "x".repeat(900_000) + "\"}");
    LongAccumulator peak = new LongAccumulator(Math::max, 0);
    ExecutorService threads = Executors.newFixedThreadPool(40);
    try (ForwardHarness harness = ForwardHarness.start(budget)) {
      harness.context.sink(
          (tag, events) -> {
            peak.accumulate(budget.held());
            return EventSink.DONE;
          });
      List<CompletableFuture<Void>> senders = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        senders.add(CompletableFuture.runAsync(() -> sendLarge(harness, large, 5), threads));
      }

      CompletableFuture.allOf(senders.toArray(CompletableFuture<?>[]::new))
          .get(60, TimeUnit.SECONDS);

      assertThat(peak.get()).as("bytes held at most").isLessThan(limit + 40 * (3L << 16));
      Awaitility.await().atMost(TIMEOUT).until(() -> budget.held() == 0);
    } finally {
      threads.shutdownNow();
    }
  }

  private static void sendLarge(ForwardHarness harness, TestEvent event, int messages) {
    try (ForwardClient client = harness.connect()) {
      for (int i = 0; i < messages; i++) {
        client.packed("app", TestEvent.pack(event), Optional.of("c" + i));
      }
    } catch (IOException e) {
      throw new IllegalStateException("a sender was cut off", e);
    }
  }
}
