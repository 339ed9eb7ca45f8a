package io.millrace.engine.output;

import io.millrace.api.PluginContext;
import io.millrace.engine.flush.FlushTimer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** A clock with a timer: time moves when a test says so, and what is due runs in its thread. */
final class ManualTimer implements FlushTimer, InstantSource {
  private record Task(Instant due, long order, Runnable body) {}

  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparing(Task::due).thenComparing(Task::order));
  private final Instant start;
  private Instant now;
  private Duration setAhead = Duration.ZERO;
  private long order;

  ManualTimer(Instant start) {
    this.start = start;
    now = start;
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public PluginContext.Cancellable after(Duration delay, Runnable body) {
    Task task = new Task(now.plus(delay), order++, body);
    tasks.add(task);
    return () -> tasks.remove(task);
  }

  @Override
  public long nanos() {
    return Duration.between(start, now).minus(setAhead).toNanos();
  }

  /** Sets the clock, not the timer: tasks come after as long as before. */
  void set(Duration ahead) {
    now = now.plus(ahead);
    setAhead = setAhead.plus(ahead);
    List<Task> moved =
        tasks.stream()
            .map(task -> new Task(task.due().plus(ahead), task.order(), task.body()))
            .toList();
    tasks.clear();
    tasks.addAll(moved);
  }

  /** Moves on, stopping at each task that is due on the way. */
  void advance(Duration time) {
    Instant end = now.plus(time);
    while (!tasks.isEmpty() && !tasks.peek().due().isAfter(end)) {
      Task task = tasks.poll();
      now = task.due().isAfter(now) ? task.due() : now;
      task.body().run();
    }
    now = end;
  }
}
