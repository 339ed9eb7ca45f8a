package io.millrace.net.forward;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Arrays that messages are received into and that are free again. A message lives for a moment, but
 * a new array for each would be cleared, and collected, at the cost of a fifth of receiving it.
 * Safe for use by several threads.
 *
 * <p>Arrays below {@link #STEP} bytes are cheap to make, and those above {@link #LONGEST} rare:
 * neither is held. What is free is held up to a limit; what is in use counts in the {@link
 * io.millrace.net.ReceiveBudget}.
 */
final class ArrayPool {
  /** Lengths are multiples of this. */
  static final int STEP = 16 * 1024;

  /** Longest array that is held. */
  static final int LONGEST = 4 << 20;

  private static final long MOST_FREE = 16L << 20;

  /** The one of the process: a thirty-second of the heap, or {@value #MOST_FREE} bytes. */
  static final ArrayPool SHARED =
      new ArrayPool(Math.min(MOST_FREE, Runtime.getRuntime().maxMemory() / 32));

  /** One that holds nothing. */
  static final ArrayPool NONE = new ArrayPool(0);

  private final ReentrantLock lock = new ReentrantLock();
  private final List<Deque<byte[]>> free = new ArrayList<>(); // by length in steps; guarded by lock
  private final long most;
  private long held; // guarded by lock

  /** Holds {@code most} free bytes. */
  ArrayPool(long most) {
    this.most = most;
  }

  /** As {@link #take}, with the decoder as its only reader. */
  ReceiveArray lend(int length) {
    return new ReceiveArray(this, take(length));
  }

  /**
   * An array of at least {@code length} bytes, and of a quarter more at most; anything is in it.
   */
  byte[] take(int length) {
    if (length < STEP || length > LONGEST) {
      return new byte[length];
    }
    int steps = (length + STEP - 1) / STEP;
    lock.lock();
    try {
      for (int i = steps; i < free.size() && i <= steps + steps / 4; i++) {
        byte[] array = free.get(i).pollLast();
        if (array != null) {
          held -= array.length;
          return array;
        }
      }
    } finally {
      lock.unlock();
    }
    return new byte[steps * STEP];
  }

  /** Takes back an array that nobody reads or writes any more. */
  void give(byte[] array) {
    assert spoil(array);
    if (array.length < STEP || array.length > LONGEST || array.length % STEP != 0) {
      return;
    }
    lock.lock();
    try {
      if (held + array.length <= most) {
        int steps = array.length / STEP;
        while (free.size() <= steps) {
          free.add(new ArrayDeque<>(0));
        }
        free.get(steps).addLast(array);
        held += array.length;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Where assertions run, whoever still reads the array finds what no MessagePack holds. */
  private static boolean spoil(byte[] array) {
    Arrays.fill(array, (byte) 0xc1);
    return true;
  }

  /** Free bytes held at the moment. */
  long held() {
    lock.lock();
    try {
      return held;
    } finally {
      lock.unlock();
    }
  }
}
