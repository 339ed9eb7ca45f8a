package io.millrace.net;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The workers. The first one works alone until it has done {@value #COLD} pieces of work, one after
 * the other as they came; from then on there are as many as wanted.
 *
 * <p>What is done for the first time takes a thousand times as long as later, because its classes
 * are loaded for it. With two workers a connection would then be overtaken by one that came a tenth
 * of a second after it, and a file would have its lines in the wrong order. A second worker would
 * not be quicker either: it would wait for the same classes.
 */
final class WorkerPool extends ThreadPoolExecutor {
  static final int COLD = 64;

  private static final long IDLE_SECONDS = 60;

  private final int threads;
  private final AtomicInteger done = new AtomicInteger();

  /** At most {@code threads} of {@code factory}, which end when they are idle. */
  WorkerPool(int threads, ThreadFactory factory) {
    super(
        1,
        threads,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(), // a lane queues once at most: connections bound it
        factory);
    this.threads = threads;
    allowCoreThreadTimeOut(true);
  }

  @Override
  protected void afterExecute(Runnable work, @Nullable Throwable error) {
    if (done.get() < COLD && done.incrementAndGet() == COLD) {
      setCorePoolSize(threads);
    }
  }
}
