package io.millrace.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;

/** Calls at the same time, and waits for them that fail rather than hang. */
public final class Concurrently {
  private static final long SECONDS = 20;

  private Concurrently() {}

  /** Work that may fail. */
  @FunctionalInterface
  public interface Work {
    /** Does it. */
    void run() throws Exception;
  }

  /** Starts {@code work} on a thread of its own; fails as it fails. */
  public static CompletableFuture<Void> run(Work work) {
    return call(
        () -> {
          work.run();
          return null;
        });
  }

  /**
   * Starts {@code call} on a thread of its own, for its answer; fails as it fails. The common pool
   * may have but one thread, which calls that wait for each other would share.
   */
  public static <T> CompletableFuture<T> call(Callable<T> call) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                answer.complete(call.call());
              } catch (Throwable e) {
                answer.completeExceptionally(e);
              }
            },
            "concurrent call");
    thread.setDaemon(true);
    thread.start();
    return answer;
  }

  /** Makes these calls, each on a thread of its own, and returns their answers in order. */
  public static <T> List<T> call(List<? extends Callable<T>> calls) throws Exception {
    List<CompletableFuture<T>> running = new ArrayList<>();
    for (Callable<T> call : calls) {
      running.add(call(call));
    }
    List<T> answers = new ArrayList<>();
    for (CompletableFuture<T> answer : running) {
      answers.add(answer.get(SECONDS, TimeUnit.SECONDS));
    }
    return answers;
  }

  /** Waits for what other threads count down. */
  public static void await(CountDownLatch latch) {
    try {
      if (!latch.await(SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("nobody came in " + SECONDS + " s: " + latch);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits until all parties of the barrier are here. */
  public static void await(CyclicBarrier barrier) {
    try {
      barrier.await(SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException("not all parties came in " + SECONDS + " s", e);
    }
  }
}
