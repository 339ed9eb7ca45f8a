package io.millrace.net;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Does the work of one connection in order, on whichever worker is free. At most one worker is in
 * it at a time, and it gives that worker back after each piece of work, so that a busy connection
 * does not starve the others. Safe for use by several threads.
 */
public final class SerialLane {
  private final Executor workers;
  private final int depth;
  private final Runnable onRoom;
  private final Consumer<Throwable> onFailure;
  private final ArrayDeque<Work> queue = new ArrayDeque<>(2); // guarded by this
  private boolean running; // guarded by this
  private @Nullable Runnable onIdle; // guarded by this

  /** One piece of work, usually what one read of the socket brought. */
  @FunctionalInterface
  public interface Work {
    /**
     * Goes on until it is finished (answers empty) or must wait for something: then it answers a
     * stage and is called again when that has completed, well or not.
     */
    Optional<CompletionStage<?>> proceed();
  }

  /**
   * An empty lane.
   *
   * @param workers run the work
   * @param depth pieces of work it wants to hold, the one being done included
   * @param onRoom called when a full lane has room again
   * @param onFailure called with what a piece of work throws; that piece counts as finished
   */
  public SerialLane(Executor workers, int depth, Runnable onRoom, Consumer<Throwable> onFailure) {
    this.workers = workers;
    this.depth = depth;
    this.onRoom = onRoom;
    this.onFailure = onFailure;
  }

  /** Adds work. A full lane takes it all the same: the caller holds back by {@link #isFull}. */
  public void submit(Work work) {
    synchronized (this) {
      queue.add(work);
      if (running) {
        return;
      }
      running = true;
    }
    schedule();
  }

  /** Whether the lane holds as much as it wants to. */
  public synchronized boolean isFull() {
    return queue.size() >= depth;
  }

  /** Calls {@code task} once the lane is empty, perhaps at once. */
  public void whenIdle(Runnable task) {
    synchronized (this) {
      if (running) {
        Runnable before = onIdle;
        onIdle =
            before == null
                ? task
                : () -> {
                  before.run();
                  task.run();
                };
        return;
      }
    }
    task.run();
  }

  private void schedule() {
    try {
      workers.execute(this::run);
    } catch (RejectedExecutionException e) {
      onFailure.accept(e);
    }
  }

  private void run() {
    Optional<CompletionStage<?>> wait = Optional.empty();
    try {
      wait = head().proceed();
    } catch (RuntimeException | Error e) {
      onFailure.accept(e);
    }
    if (wait.isPresent()) {
      wait.get().whenComplete((done, error) -> schedule());
    } else {
      finishHead();
    }
  }

  private synchronized Work head() {
    return queue.element();
  }

  private void finishHead() {
    boolean roomAgain;
    boolean more;
    Runnable idle = null;
    synchronized (this) {
      roomAgain = queue.size() == depth;
      queue.remove();
      more = !queue.isEmpty();
      if (!more) {
        running = false;
        idle = onIdle;
        onIdle = null;
      }
    }
    if (more) {
      schedule();
    }
    if (roomAgain) {
      onRoom.run();
    }
    if (idle != null) {
      idle.run();
    }
  }
}
