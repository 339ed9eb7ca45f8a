package io.millrace.net.forward;

import io.millrace.event.LentEvents;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An array that messages are received into, and how many still read it: the decoder while bytes may
 * come, each message until its emit has ended, and whoever retains its events. It goes back to its
 * {@link ArrayPool} behind the last of them, unless one keeps it.
 */
final class ReceiveArray implements LentEvents.Lender {
  private final ArrayPool pool;
  private final byte[] bytes;
  private final AtomicInteger readers = new AtomicInteger(1);
  private volatile boolean kept;

  /** {@code bytes} of {@code pool}, with one reader. */
  ReceiveArray(ArrayPool pool, byte[] bytes) {
    this.pool = pool;
    this.bytes = bytes;
  }

  /** A new array, while memory is too scarce for those of a pool. */
  static ReceiveArray own(int length) {
    return new ReceiveArray(ArrayPool.NONE, new byte[length]);
  }

  byte[] bytes() {
    return bytes;
  }

  @Override
  public void keep() {
    if (readers.get() <= 0) {
      throw goneBack();
    }
    kept = true;
  }

  @Override
  public void retain() {
    if (readers.getAndIncrement() <= 0) {
      throw goneBack();
    }
  }

  @Override
  public void release() {
    int left = readers.decrementAndGet();
    if (left == 0 && !kept) {
      pool.give(bytes);
    } else if (left < 0) {
      throw goneBack();
    }
  }

  private static IllegalStateException goneBack() {
    return new IllegalStateException("the array went back: its events are not there any more");
  }
}
