package io.millrace.engine.flush;

import io.millrace.api.PluginContext;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One of the deliveries that may run at the same time. Guarded by the flush loop's lock. */
final class Lane {
  private enum State {
    IDLE,
    WAITING,
    RUNNING
  }

  private State state = State.IDLE;
  private PluginContext.@Nullable Cancellable timer;

  boolean isIdle() {
    return state == State.IDLE;
  }

  boolean isWaiting() {
    return state == State.WAITING;
  }

  boolean isRunning() {
    return state == State.RUNNING;
  }

  /** Has {@code due} called after {@code delay}, unless something else comes first. */
  void waits(FlushTimer flushTimer, Duration delay, Runnable due) {
    state = State.WAITING;
    timer = flushTimer.after(delay, due);
  }

  void runs() {
    cancel();
    state = State.RUNNING;
  }

  void idles() {
    cancel();
    state = State.IDLE;
  }

  private void cancel() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }
}
