package io.millrace.engine.output;

import io.millrace.api.PluginContext;
import java.util.concurrent.Executor;
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
    threads.shutdown();
  }
}
