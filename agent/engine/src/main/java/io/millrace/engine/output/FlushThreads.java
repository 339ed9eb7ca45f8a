package io.millrace.engine.output;

import io.millrace.api.PluginContext;
import io.millrace.engine.flush.FlushTimer;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads of one output, made when needed and gone when idle for a minute. The flush loop bounds
 * their number: one for each lane, and short follow-ups.
 */
final class FlushThreads implements Executor, AutoCloseable {
  private static final long IDLE_SECONDS = 60;

  private final ThreadPoolExecutor threads;
  private final ScheduledThreadPoolExecutor timer;

  FlushThreads(PluginContext context) {
    threads =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            body -> context.thread("flush", body),
            new ThreadPoolExecutor.DiscardPolicy()); // only after close: there is no other bound
    timer =
        new ScheduledThreadPoolExecutor(
            1, body -> context.thread("flush-timer", body), new ThreadPoolExecutor.DiscardPolicy());
    timer.setRemoveOnCancelPolicy(true);
    timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
  }

  /** What wakes the lanes, unless the pipe was given a timer. */
  FlushTimer timer() {
    return FlushTimer.of(timer);
  }

  @Override
  public void execute(Runnable task) {
    threads.execute(task);
  }

  /**
   * Lets idle threads go now. A commit that a destination confirms after this is not taken note of:
   * the chunk is closed, and comes again after the next start if it is in a file.
   */
  @Override
  public void close() {
    timer.shutdownNow();
    threads.shutdown();
  }
}
