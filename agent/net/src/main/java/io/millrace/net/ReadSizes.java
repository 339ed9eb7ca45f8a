package io.millrace.net;

import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import java.util.function.IntSupplier;

/**
 * How many bytes one read of a connection takes: few at first, four times as many when a read was
 * filled, half as many when two in a row were not half filled; and never more than there is room
 * for. Large reads make many bytes cheap: fewer system calls, and fewer wake-ups of workers.
 *
 * <p>Netty's adaptive allocator knows no bound that changes, and does not let its handle be given
 * one: a wrapped handle is refused by the native transport.
 */
final class ReadSizes extends DefaultMaxMessagesRecvByteBufAllocator {
  private static final int LEAST = 64;
  private static final int USUAL = 2048;
  private static final int MOST = 1 << 20;

  private final IntSupplier room;

  /** {@code room} is asked before each read for the bytes that it may bring. */
  ReadSizes(IntSupplier room) {
    this.room = room;
  }

  @Override
  public MaxMessageHandle newHandle() {
    return new OfConnection();
  }

  /** Used by the connection's io thread alone. */
  private final class OfConnection extends MaxMessageHandle {
    private int next = USUAL;
    private boolean wasLow;

    @Override
    public int guess() {
      return Math.min(next, room.getAsInt());
    }

    @Override
    public void lastBytesRead(int bytes) {
      super.lastBytesRead(bytes);
      if (bytes > 0 && bytes == attemptedBytesRead()) {
        next = Math.min(MOST, 4 * next);
        wasLow = false;
      } else {
        boolean low = bytes < next / 2;
        if (low && wasLow) {
          next = Math.max(LEAST, next / 2);
        }
        wasLow = low;
      }
    }
  }
}
