package io.millrace.api;

import java.io.IOException;
import java.util.Optional;

/**
 * Keeps the chunks of one output, in memory or in files. Its context's {@link
 * PluginContext#chunkKeys} are those of the output. The engine calls it under the buffer's lock.
 */
public interface ChunkStore extends Plugin {
  /**
   * What a former process left. Call once, after {@link #start} and before {@link #create}.
   *
   * @param contents what the bytes of this output's chunks are
   */
  ResumedChunks resume(ChunkContents contents) throws IOException;

  /**
   * A new, empty, staged chunk.
   *
   * @throws BufferOverflowException if there is no room for one
   */
  StoredChunk create(ChunkKey key) throws IOException;

  /** Whether chunks outlive the process. */
  boolean persistent();

  /**
   * Whether a commit takes long, as one does that is forced to the disk. Then emits that come at
   * the same time are committed together.
   */
  default boolean commitsSlowly() {
    return false;
  }

  /** Default of {@code chunk_limit_size} in bytes. */
  long defaultChunkLimit();

  /** Default of {@code total_limit_size} in bytes. */
  long defaultTotalLimit();

  /**
   * Where the chunks are, such as the glob of their files; two buffers must not have the same
   * place. Empty if there can be no conflict.
   */
  default Optional<String> location() {
    return Optional.empty();
  }
}
