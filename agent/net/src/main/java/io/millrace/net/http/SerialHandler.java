package io.millrace.net.http;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Answers requests one after the other in a thread of its own, which may block: pages about the
 * agent are served even while every worker waits for an output. Beyond some waiting requests, new
 * ones get 503. The thread ends when it has been idle for a while.
 */
public final class SerialHandler implements HttpHandler, AutoCloseable {
  private static final int WAITING = 64;
  private static final long IDLE_SECONDS = 30;
  private static final long CLOSE_SECONDS = 5;

  private final ThreadPoolExecutor thread;
  private final Function<HttpRequest, HttpReply> page;

  /**
   * Without a thread yet.
   *
   * @param threads makes it
   * @param page answers a request
   */
  public SerialHandler(ThreadFactory threads, Function<HttpRequest, HttpReply> page) {
    this.page = page;
    this.thread =
        new ThreadPoolExecutor(
            1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), threads);
    thread.allowCoreThreadTimeOut(true);
  }

  @Override
  public CompletionStage<HttpReply> handle(HttpRequest request) {
    try {
      return CompletableFuture.supplyAsync(() -> page.apply(request), thread);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.completedFuture(
          HttpReply.text(503, "503 More than " + WAITING + " requests are waiting\n"));
    }
  }

  /** Ends the thread, after the request in hand. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
