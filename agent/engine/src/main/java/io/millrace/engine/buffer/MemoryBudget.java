package io.millrace.engine.buffer;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Heap that all memory chunks and parked streams of the process may take together. A buffer whose
 * own limits would allow more is full when the budget is: the heap never gets that far. Safe for
 * use by several threads.
 *
 * <p>A quarter is kept for parked streams. Were it not, chunks could take all of it, and a stream
 * that finds its buffer full for that reason could never be parked; or streams could, and no chunk
 * could take them in. So chunks are held to three quarters of the limit whatever is parked.
 */
public final class MemoryBudget {
  private final long limit;
  private final AtomicLong chunks = new AtomicLong();
  private final AtomicLong parked = new AtomicLong();

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
    return chunks.get() + parked.get();
  }

  /**
   * Whether chunks may take more. One emit may overshoot the limit, as with {@code
   * total_limit_size}.
   */
  boolean hasRoom() {
    return chunks.get() < limit - limit / 4;
  }

  /** Takes {@code bytes} for chunks, whatever the limit; gives back if negative. */
  void take(long bytes) {
    if (bytes != 0) {
      chunks.addAndGet(bytes);
    }
  }

  /** Takes {@code bytes} for a parked stream if the limit allows. */
  boolean tryPark(long bytes) {
    long before;
    do {
      before = parked.get();
      if (chunks.get() + before + bytes > limit) {
        return false;
      }
    } while (!parked.compareAndSet(before, before + bytes));
    return true;
  }

  /** Gives back what {@link #tryPark} took. */
  void unpark(long bytes) {
    parked.addAndGet(-bytes);
  }
}
