package io.millrace.plugins.buffer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Arrays of one length that memory chunks hand on to each other. A chunk lives for seconds: long
 * enough for the collector to copy it, too short to be worth that. Arrays that are used again are
 * neither cleared nor copied nor collected. Safe for use by several threads.
 *
 * <p>The pool holds back what is free, {@code most} arrays at most; what is in use is bounded by
 * the limits of the buffers and the memory budget of the process.
 */
final class SegmentPool {
  /** Bytes in one array. */
  static final int LENGTH = 64 * 1024;

  /** Free bytes that the process's pool holds back: a sixteenth of its heap, or this. */
  private static final long MOST_FREE = 64L << 20;

  /** The one that the memory buffers of a process share. */
  static final SegmentPool SHARED =
      new SegmentPool((int) (Math.min(MOST_FREE, Runtime.getRuntime().maxMemory() / 16) / LENGTH));

  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<byte[]> free = new ArrayDeque<>(); // guarded by lock
  private final int most;

  /** An empty pool that holds {@code most} free arrays back. */
  SegmentPool(int most) {
    this.most = most;
  }

  /** An array of {@link #LENGTH} bytes, whatever is in it. */
  byte[] take() {
    lock.lock();
    try {
      byte[] last = free.pollLast();
      if (last != null) {
        return last;
      }
    } finally {
      lock.unlock();
    }
    return new byte[LENGTH];
  }

  /** Takes back arrays that nobody reads or writes any more; those of other lengths it leaves. */
  void give(List<byte[]> arrays) {
    lock.lock();
    try {
      for (byte[] array : arrays) {
        if (array.length == LENGTH && free.size() < most) {
          free.addLast(array);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Free arrays at the moment. */
  int free() {
    lock.lock();
    try {
      return free.size();
    } finally {
      lock.unlock();
    }
  }
}
