package io.millrace.api;

import java.util.concurrent.CompletionStage;

/** An output whose destination confirms a chunk later. */
public interface AsyncChunkWriter {
  /**
   * Sends the chunk. The stage completes when the destination has confirmed it, or fails as {@link
   * ChunkWriter#write} throws.
   */
  CompletionStage<Void> tryWrite(Chunk chunk);
}
