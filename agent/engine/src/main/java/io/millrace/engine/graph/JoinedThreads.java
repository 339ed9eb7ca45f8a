package io.millrace.engine.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Work that is done side by side, and waited for whatever happens. */
public final class JoinedThreads {
  private JoinedThreads() {}

  /**
   * Does {@code work} for each item on a thread of its own, and returns when all have ended. An
   * interrupt does not shorten that; the caller is interrupted afterwards.
   *
   * @param name the name of an item's thread
   */
  public static <T> void forEach(List<T> items, Function<T, String> name, Consumer<T> work) {
    List<Thread> threads = new ArrayList<>();
    for (T item : items) {
      Thread thread = new Thread(() -> work.accept(item), name.apply(item));
      thread.start();
      threads.add(thread);
    }
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true; // end the others first
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
