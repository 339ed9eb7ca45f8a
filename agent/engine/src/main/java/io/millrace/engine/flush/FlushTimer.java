package io.millrace.engine.flush;

import io.millrace.api.PluginContext;
import java.time.Duration;

/** Calls something later, once. Tests put a manual one in its place. */
@FunctionalInterface
public interface FlushTimer {
  /** Calls {@code task}, which must not block, after {@code delay} unless it is cancelled. */
  PluginContext.Cancellable after(Duration delay, Runnable task);

  /** A timer of a plugin's context, which knows only tasks that repeat. */
  static FlushTimer of(PluginContext context) {
    return (delay, task) -> new OneShot(task).start(context, delay);
  }
}
