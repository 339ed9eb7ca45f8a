package io.millrace.engine.buffer;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Heap that all memory chunks and parked streams of the process may take together. A buffer whose
 * own limits would allow more is full when the budget is: the heap never gets that far. Safe for
 * use by several threads.
 */
public final class MemoryBudget {
  private final long limit;
  private final AtomicLong used = new AtomicLong();

  /** Of {@code limit} bytes. */
  public MemoryBudget(long limit) {
    this.limit = limit;
  }

  /** Half of the heap this process may grow to. */
  public static MemoryBudget halfOfHeap() {
    return new MemoryBudget(Runtime.getRuntime().maxMemory() / 2);
  }

  /** Bytes that may be used. */
  public long limit() {
    return limit;
  }

  /** Bytes in use. */
  public long used() {
    return used.get();
  }

  /**
   * Whether anything is left. One emit may overshoot the limit, as with {@code total_limit_size}.
   */
  boolean hasRoom() {
    return used.get() < limit;
  }

  /** Takes {@code bytes} if the limit allows. */
  boolean tryTake(long bytes) {
    long before;
    do {
      before = used.get();
      if (before + bytes > limit) {
        return false;
      }
    } while (!used.compareAndSet(before, before + bytes));
    return true;
  }

  /** Takes {@code bytes}, whatever the limit; gives back if negative. */
  void take(long bytes) {
    if (bytes != 0) {
      used.addAndGet(bytes);
    }
  }
}
