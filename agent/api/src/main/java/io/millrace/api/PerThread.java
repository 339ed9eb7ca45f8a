package io.millrace.api;

import java.util.function.Supplier;

/**
 * Scratch that each thread has for itself, for plugins that several threads call at once.
 *
 * @param <T> what is kept
 */
public final class PerThread<T> {
  private final ThreadLocal<T> local;

  /** Made by {@code maker} on a thread's first use. */
  public PerThread(Supplier<T> maker) {
    local = ThreadLocal.withInitial(maker);
  }

  /** This thread's own. */
  public T get() {
    return local.get();
  }
}
