package io.millrace.net.http;

import io.millrace.event.ByteSlice;
import io.millrace.net.ReceiveBudget;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * Collects a body in one array. What the peer claims is believed as far as the budget is generous;
 * beyond that the array doubles as bytes arrive. Not safe for use by several threads.
 */
final class BodyBuffer {
  private static final int FIRST = 1 << 10;
  private static final byte[] NOTHING = {};

  private final ReceiveBudget.Share share;
  private final int limit;
  private byte[] bytes = NOTHING;
  private int size;

  BodyBuffer(ReceiveBudget.Share share, int limit) {
    this.share = share;
    this.limit = limit;
  }

  /** Makes room for {@code claimed} bytes, or as many of them as are {@code trusted}. */
  void expect(long claimed, int trusted) {
    grow((int) Math.min(claimed, Math.min(trusted, limit)));
  }

  /** Adds bytes; false if they are too many, and then none is added. */
  boolean add(ByteBuf more) {
    int length = more.readableBytes();
    if (length > limit - size) {
      return false;
    }
    if (size + length > bytes.length) {
      long doubled = Math.max(FIRST, Math.max(2L * bytes.length, (long) size + length));
      grow((int) Math.min(limit, doubled));
    }
    more.readBytes(bytes, size, length);
    size += length;
    return true;
  }

  private void grow(int capacity) {
    if (capacity > bytes.length) {
      share.add(capacity - bytes.length);
      bytes = Arrays.copyOf(bytes, capacity);
    }
  }

  /** What was collected. Its array is not written again. */
  ByteSlice bytes() {
    return ByteSlice.of(bytes, 0, size);
  }

  /** Gives the array away: the next body gets another. */
  void clear() {
    share.add(-bytes.length);
    bytes = NOTHING;
    size = 0;
  }
}
