package io.millrace.net.message;

import io.millrace.event.ByteSlice;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * The bytes of a connection that are not cut into messages yet. Messages are ranges of its array;
 * the array is left to them, and what remains is moved to another. It grows by doubling, so bytes
 * are moved a few times at most however slowly a message arrives.
 */
final class Held {
  private static final byte[] NONE = {};

  private byte[] array = NONE;
  private int start;
  private int end;

  /** Adds all of {@code in}. */
  void add(ByteBuf in) {
    int more = in.readableBytes();
    if (array.length - end < more) {
      int wanted = end - start + more;
      boolean grows = end > start; // what begins afresh is mostly cut up at once
      byte[] next = new byte[grows ? Math.max(wanted, 2 * (end - start)) : wanted];
      System.arraycopy(array, start, next, 0, end - start);
      end -= start;
      start = 0;
      array = next;
    }
    in.readBytes(array, end, more);
    end += more;
  }

  byte[] array() {
    return array;
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }

  int size() {
    return end - start;
  }

  /** Bytes of memory in use. */
  int capacity() {
    return array.length;
  }

  /** Takes {@code [start, to)} out and leaves out {@code skip} bytes behind it. */
  ByteSlice take(int to, int skip) {
    ByteSlice taken = ByteSlice.of(array, start, to - start);
    start = to + skip;
    return taken;
  }

  /** Forgets {@code count} bytes at the start. */
  void drop(int count) {
    start += count;
  }

  /** Leaves the array to what was taken of it. */
  void settle() {
    if (start == end) {
      array = NONE;
    } else if (start > 0) {
      array = Arrays.copyOfRange(array, start, end);
    }
    end -= start;
    start = 0;
  }
}
