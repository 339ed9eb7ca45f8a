package io.millrace.engine.flush;

import io.millrace.api.PluginContext;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Calls something later, once. Tests put a manual one in its place. */
@FunctionalInterface
public interface FlushTimer {
  /** Calls {@code task}, which must not block, after {@code delay} unless it is cancelled. */
  PluginContext.Cancellable after(Duration delay, Runnable task);

  /** By {@code scheduler}, which should remove what is cancelled. */
  static FlushTimer of(ScheduledExecutorService scheduler) {
    return (delay, task) -> {
      Future<?> future = scheduler.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
      return () -> future.cancel(false);
    };
  }
}
