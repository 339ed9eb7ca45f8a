package io.millrace.engine.flush;

import io.millrace.api.PluginContext;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Calls something later, once, by a clock that nobody sets. Tests put a manual one in its place.
 */
public interface FlushTimer {
  /** Calls {@code task}, which must not block, after {@code delay} unless it is cancelled. */
  PluginContext.Cancellable after(Duration delay, Runnable task);

  /** Nanoseconds from any origin, as {@link System#nanoTime}. */
  long nanos();

  /** By {@code scheduler}, which should remove what is cancelled. */
  static FlushTimer of(ScheduledExecutorService scheduler) {
    return new FlushTimer() {
      @Override
      public PluginContext.Cancellable after(Duration delay, Runnable task) {
        Future<?> future = scheduler.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
      }

      @Override
      public long nanos() {
        return System.nanoTime();
      }
    };
  }
}
