package io.millrace.plugins.forward;

import static io.millrace.plugins.forward.ForwardHarness.TIMEOUT;
import static io.millrace.plugins.forward.Samples.BOTH;
import static io.millrace.plugins.forward.Samples.CHUNK;
import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.BufferOverflowException;
import io.millrace.api.EventSink;
import io.millrace.event.ByteSlice;
import io.millrace.net.forward.ForwardClient;
import io.millrace.testkit.Concurrently;
import io.millrace.testkit.TestEvent;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What a sender is told, and when, of events that the graph has not taken yet or refuses. */
class ForwardAckTest {
  @Test
  void acknowledgesOnlyWhenTheEmitIsComplete() throws Exception {
    CompletableFuture<Void> emitted = new CompletableFuture<>();
    try (ForwardHarness harness = ForwardHarness.start();
        ForwardClient client = harness.connect()) {
      harness.context.sink((tag, events) -> emitted);
      client.send(ForwardClient.encodePacked("app", BOTH, CHUNK));
      CompletableFuture<String> answer = Concurrently.call(() -> String.valueOf(client.read()));
      Awaitility.await()
          .during(Duration.ofMillis(200))
          .atMost(TIMEOUT)
          .until(() -> !answer.isDone());

      emitted.complete(null);

      assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo("{ack=Y2h1bmsx\n}");
    }
  }

  @Test
  void closesWithoutAckWhenTheEmitFails() throws Exception {
    try (ForwardHarness harness = ForwardHarness.start();
        ForwardClient thrown = harness.connect();
        ForwardClient failed = harness.connect()) {
      harness.context.sink(
          (tag, events) -> {
            throw new BufferOverflowException("buffer is full");
          });
      assertThatThrownBy(() -> thrown.packed("app", BOTH, CHUNK)).isInstanceOf(IOException.class);

      harness.context.sink(
          (tag, events) -> EventSink.failed(new BufferOverflowException("buffer is full")));
      assertThatThrownBy(() -> failed.packed("app", BOTH, CHUNK)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void stopsReadingWhileAnEmitIsOpen() throws Exception {
    CompletableFuture<Void> emitted = new CompletableFuture<>();
    AtomicInteger emits = new AtomicInteger();
    try (ForwardHarness harness = ForwardHarness.start();
        ForwardClient client = harness.connect()) {
      harness.context.sink(
          (tag, events) -> {
            emits.incrementAndGet();
            return emitted;
          });
      TestEvent large = event("app", 1, "{\"k\":\"" + "x".repeat(100_000) + "\"}");
      ByteSlice message =
          ForwardClient.encodePacked("app", TestEvent.pack(large), Optional.empty());
      CompletableFuture<Void> sender =
          Concurrently.run(
              () -> {
                for (int i = 0; i < 300; i++) {
                  client.send(message);
                }
              });
      Awaitility.await()
          .during(Duration.ofMillis(300))
          .atMost(TIMEOUT)
          .until(() -> emits.get() == 1 && !sender.isDone());
      assertThat(harness.budget.held()).isLessThan(3 << 20);

      emitted.complete(null);

      sender.get(20, TimeUnit.SECONDS);
      Awaitility.await().atMost(TIMEOUT).until(() -> emits.get() == 300);
      Awaitility.await().atMost(TIMEOUT).until(() -> harness.budget.held() == 0);
    }
  }

  @Test
  void finishesWhatItHasBegunWhenItEnds() throws Exception {
    CompletableFuture<Void> emitted = new CompletableFuture<>();
    CompletableFuture<Void> begun = new CompletableFuture<>();
    try (ForwardHarness harness = ForwardHarness.start();
        ForwardClient client = harness.connect()) {
      harness.context.sink(
          (tag, events) -> {
            begun.complete(null);
            return emitted;
          });
      client.send(ForwardClient.encodePacked("app", BOTH, CHUNK));
      begun.get(20, TimeUnit.SECONDS);

      CompletableFuture<Void> shutdown = Concurrently.run(harness.input::shutdown);
      emitted.complete(null);

      client.awaitAck(CHUNK.orElseThrow());
      assertThatThrownBy(client::read).isInstanceOf(EOFException.class);
      shutdown.get(20, TimeUnit.SECONDS);
    }
  }
}
