package io.millrace.plugins.exec;

import io.millrace.api.Size;

/** The parameter {@code read_block_size}. */
final class BlockSize {
  private static final int MAX = 16 << 20;

  private BlockSize() {}

  /**
   * Checks it.
   *
   * @throws IllegalArgumentException if it is not positive or too big for memory
   */
  static void check(Size size) {
    if (size.bytes() < 1 || size.bytes() > MAX) {
      throw new IllegalArgumentException(
          "read_block_size " + size.bytes() + ": 1 to " + MAX + " bytes are expected");
    }
  }
}
