package io.millrace.api;

import io.millrace.event.ByteSlice;
import java.util.List;

/**
 * The stored bytes of a chunk that is in memory, lent where they lie: for a reader that takes
 * arrays, on whatever thread, and need not have them copied through a stream. Until it is closed
 * nobody writes to the arrays, not even if the chunk is delivered by somebody else and purged
 * meanwhile. Whoever does not close it costs no more than that the arrays are not used again.
 *
 * <p>Safe for use by several threads.
 */
public interface ChunkMemory extends AutoCloseable {
  /** The bytes, in order; not to be written, and not to be read after {@link #close}. */
  List<ByteSlice> ranges();

  /** Gives the bytes back. The second time it does nothing. */
  @Override
  void close();

  /** Bytes that nobody takes back. */
  static ChunkMemory of(ByteSlice bytes) {
    return new Kept(List.of(bytes));
  }
}
