package io.millrace.engine.flush;

import io.millrace.api.PluginContext;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** A repeating task that calls itself off when it first runs. */
final class OneShot implements PluginContext.Cancellable, Runnable {
  /** Never reached: the first run calls the task off. */
  private static final Duration PERIOD = Duration.ofDays(1);

  private final Runnable task;
  private final AtomicBoolean done = new AtomicBoolean();
  private final AtomicReference<PluginContext.Cancellable> repetition =
      new AtomicReference<>(() -> {});

  OneShot(Runnable task) {
    this.task = task;
  }

  PluginContext.Cancellable start(PluginContext context, Duration delay) {
    Duration positive = delay.compareTo(Duration.ZERO) > 0 ? delay : Duration.ofNanos(1);
    repetition.set(context.every(positive, PERIOD, this));
    if (done.get()) {
      callOff();
    }
    return this;
  }

  @Override
  public void run() {
    if (done.compareAndSet(false, true)) {
      callOff();
      task.run();
    }
  }

  @Override
  public void cancel() {
    done.set(true);
    callOff();
  }

  private void callOff() {
    PluginContext.Cancellable current = repetition.getAndSet(() -> {});
    if (current != null) {
      current.cancel();
    }
  }
}
