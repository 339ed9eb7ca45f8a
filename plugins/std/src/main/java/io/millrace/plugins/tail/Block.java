package io.millrace.plugins.tail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/**
 * The buffer all files of an input are read through. It grows when a line does not fit, up to the
 * longest line allowed, and shrinks again when it is not needed.
 */
final class Block {
  private static final int SIZE = 1 << 17;

  private ByteBuffer buffer = ByteBuffer.allocate(SIZE);

  byte[] array() {
    return buffer.array();
  }

  /** Makes room behind the first {@code filled} bytes. */
  void room(int filled) {
    if (filled == buffer.capacity()) {
      buffer = ByteBuffer.wrap(Arrays.copyOf(buffer.array(), Math.multiplyExact(filled, 2)));
    }
  }

  /** Gives back what a very long line made it grow to. */
  void shrink() {
    if (buffer.capacity() > 8 * SIZE) {
      buffer = ByteBuffer.allocate(SIZE);
    }
  }

  /**
   * Reads what is at {@code offset} of a file behind the first {@code filled} bytes.
   *
   * @return number of bytes; 0 or less at the end of the file
   */
  int read(FileChannel channel, long offset, int filled, long most) throws IOException {
    buffer.limit((int) Math.min(buffer.capacity(), filled + most)).position(filled);
    return channel.read(buffer, offset);
  }
}
