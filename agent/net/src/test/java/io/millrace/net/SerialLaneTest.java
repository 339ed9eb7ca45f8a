package io.millrace.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SerialLaneTest {
  private final Queue<Runnable> workers = new ArrayDeque<>();
  private final List<String> done = new ArrayList<>();
  private final SerialLane lane =
      new SerialLane(workers::add, 2, () -> done.add("room"), e -> done.add(e.getMessage()));

  private void work() {
    for (Runnable task = workers.poll(); task != null; task = workers.poll()) {
      task.run();
    }
  }

  private SerialLane.Work step(String name) {
    return () -> {
      done.add(name);
      return Optional.empty();
    };
  }

  @Test
  void worksInOrderAndTellsOfRoom() {
    lane.submit(step("a"));
    assertThat(lane.isFull()).isFalse();
    lane.submit(step("b"));
    assertThat(lane.isFull()).isTrue();
    assertThat(workers).hasSize(1);

    work();

    assertThat(done).containsExactly("a", "room", "b");
    assertThat(lane.isFull()).isFalse();
  }

  @Test
  void callsWorkAgainWhenItsStageHasCompleted() {
    CompletableFuture<Void> stage = new CompletableFuture<>();
    AtomicInteger calls = new AtomicInteger();
    lane.submit(() -> calls.incrementAndGet() == 1 ? Optional.of(stage) : Optional.empty());
    lane.submit(step("next"));
    work();
    assertThat(calls).hasValue(1);
    assertThat(done).isEmpty();

    stage.completeExceptionally(new IllegalStateException("failed"));
    work();

    assertThat(calls).hasValue(2);
    assertThat(done).containsExactly("room", "next");
  }

  @Test
  void goesOnAfterWorkThatThrows() {
    lane.submit(
        () -> {
          throw new IllegalStateException("thrown");
        });
    lane.submit(step("next"));

    work();

    assertThat(done).containsExactly("thrown", "room", "next");
  }

  @Test
  void tellsWhenItIsIdle() {
    lane.whenIdle(() -> done.add("idle 1"));
    lane.submit(step("a"));
    lane.whenIdle(() -> done.add("idle 2"));
    lane.whenIdle(() -> done.add("idle 3"));

    work();

    assertThat(done).containsExactly("idle 1", "a", "idle 2", "idle 3");
  }

  @Test
  void neverRunsTwoPiecesAtOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      AtomicInteger inside = new AtomicInteger();
      List<Integer> order = new ArrayList<>();
      CountDownLatch all = new CountDownLatch(10_000);
      SerialLane real = new SerialLane(threads, 2, () -> {}, e -> {});
      for (int i = 0; i < 10_000; i++) {
        int number = i;
        real.submit(
            () -> {
              if (inside.incrementAndGet() == 1) {
                order.add(number);
              }
              inside.decrementAndGet();
              all.countDown();
              return Optional.empty();
            });
      }

      assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(order).hasSize(10_000).isSorted();
    } finally {
      threads.shutdownNow();
    }
  }
}
