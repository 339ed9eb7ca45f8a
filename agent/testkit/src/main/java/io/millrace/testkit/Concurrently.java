package io.millrace.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Calls at the same time, and waits for them that fail rather than hang. */
public final class Concurrently {
  private static final long SECONDS = 20;

  private Concurrently() {}

  /** Makes these calls, each on a thread of its own, and returns their answers in order. */
  public static <T> List<T> call(List<? extends Callable<T>> calls) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(calls.size());
    try {
      List<Future<T>> running = new ArrayList<>();
      for (Callable<T> call : calls) {
        running.add(threads.submit(call));
      }
      List<T> answers = new ArrayList<>();
      for (Future<T> answer : running) {
        answers.add(answer.get(SECONDS, TimeUnit.SECONDS));
      }
      return answers;
    } finally {
      threads.shutdownNow();
    }
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
