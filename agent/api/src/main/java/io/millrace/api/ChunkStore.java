package io.millrace.api;

import java.io.IOException;
import java.util.List;

/** Keeps the chunks of one output, in memory or in files. */
public interface ChunkStore extends Plugin {
  /**
   * What a former process left, in the order it must be delivered. Call once, after {@link #start}.
   */
  List<StoredChunk> resume() throws IOException;

  /** A new, empty, staged chunk. */
  StoredChunk create(ChunkKey key) throws IOException;

  /** Whether chunks outlive the process. */
  boolean persistent();

  /** Default of {@code chunk_limit_size} in bytes. */
  long defaultChunkLimit();

  /** Default of {@code total_limit_size} in bytes. */
  long defaultTotalLimit();
}
