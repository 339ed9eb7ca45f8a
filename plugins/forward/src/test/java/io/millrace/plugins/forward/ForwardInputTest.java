package io.millrace.plugins.forward;

import static io.millrace.plugins.forward.ForwardHarness.TIMEOUT;
import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.event.ByteSlice;
import io.millrace.event.EventTime;
import io.millrace.event.PackedEvents;
import io.millrace.net.forward.ForwardClient;
import io.millrace.testkit.TestEvent;
import java.io.EOFException;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ForwardInputTest {
  private static final TestEvent FIRST = event("app", new EventTime(1, 5), "{\"n\":1}");
  private static final TestEvent SECOND = event("app", 2, "{\"n\":2,\"s\":\"é\"}");
  private static final PackedEvents BOTH = TestEvent.pack(FIRST, SECOND);
  private static final Optional<String> CHUNK = Optional.of("Y2h1bmsx\n");

  private static ByteSlice record(TestEvent event) {
    var cursor = TestEvent.pack(event).cursor();
    cursor.next();
    return cursor.recordBytes();
  }

  private static void await(ForwardHarness harness, TestEvent... events) {
    Awaitility.await()
        .atMost(TIMEOUT)
        .untilAsserted(() -> assertThat(harness.context.events()).containsExactly(events));
  }

  @Test
  void takesAndAcknowledgesEveryMode() throws Exception {
    try (ForwardHarness harness = ForwardHarness.start();
        ForwardClient client = harness.connect()) {
      client.message("app", FIRST.time(), record(FIRST), CHUNK);
      client.forward("app", BOTH, CHUNK);
      client.packed("app", BOTH, CHUNK);
      client.gzip("app", BOTH, CHUNK);

      await(harness, FIRST, FIRST, SECOND, FIRST, SECOND, FIRST, SECOND);
    }
  }

  @Test
  void takesEveryModeWithoutAck() throws Exception {
    try (ForwardHarness harness = ForwardHarness.start();
        ForwardClient client = harness.connect()) {
      client.message("app", FIRST.time(), record(FIRST), Optional.empty());
      client.forward("app", BOTH, Optional.empty());
      client.packed("app", BOTH, Optional.empty());
      client.gzip("app", BOTH, Optional.empty());
      client.finish();

      assertThatThrownBy(client::read).isInstanceOf(EOFException.class);
      await(harness, FIRST, FIRST, SECOND, FIRST, SECOND, FIRST, SECOND);
    }
  }

  @Test
  void acknowledgesOnlyWhenTheEmitIsComplete() throws Exception {
    CompletableFuture<Void> emitted = new CompletableFuture<>();
    try (ForwardHarness harness = ForwardHarness.start();
        ForwardClient client = harness.connect()) {
      harness.context.sink((tag, events) -> emitted);
      client.send(ForwardClient.encodePacked("app", BOTH, CHUNK));
      CompletableFuture<Object> answer =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return String.valueOf(client.read());
                } catch (IOException e) {
                  return e;
                }
              });
      Awaitility.await()
          .during(Duration.ofMillis(200))
          .atMost(TIMEOUT)
          .until(() -> !answer.isDone());

      emitted.complete(null);

      assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo("{ack=Y2h1bmsx\n}");
    }
  }

  @Test
  void answersHeartbeats() throws Exception {
    try (ForwardHarness harness = ForwardHarness.start();
        DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout(20_000);
      socket.send(new DatagramPacket(new byte[] {0}, 1, harness.input.address()));
      DatagramPacket answer = new DatagramPacket(new byte[9], 9);
      socket.receive(answer);

      assertThat(answer.getLength()).isEqualTo(1);
      assertThat(answer.getData()[0]).isZero();
    }
  }
}
