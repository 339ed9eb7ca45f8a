package io.millrace.engine.graph;

import io.millrace.api.Plugin;
import io.millrace.api.PluginContext.Cancellable;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;

/**
 * The periodic tasks of one plugin, on the process's timer; all end when the plugin stops. Safe for
 * use by several threads.
 */
final class PeriodicTasks implements Plugin {
  private final ScheduledExecutorService timer;
  private final Logger log;
  private final Set<ScheduledFuture<?>> running = ConcurrentHashMap.newKeySet();

  PeriodicTasks(ScheduledExecutorService timer, Logger log) {
    this.timer = timer;
    this.log = log;
  }

  Cancellable every(Duration delay, Duration period, Runnable task) {
    ScheduledFuture<?> future =
        timer.scheduleWithFixedDelay(
            () -> guarded(task), delay.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
    running.add(future);
    return () -> {
      future.cancel(false);
      running.remove(future);
    };
  }

  /** An exception would end the periodic task silently. */
  private void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      log.error("a periodic task failed and will be tried again: error=\"{}\"", e.toString(), e);
    }
  }

  @Override
  public void stop() {
    running.forEach(future -> future.cancel(false));
    running.clear();
  }
}
