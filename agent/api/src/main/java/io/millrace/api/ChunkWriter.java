package io.millrace.api;

/** An output that delivers chunks from a buffer. */
public interface ChunkWriter {
  /**
   * Delivers the chunk; returning means it is delivered. May be called by several threads, for
   * different chunks.
   *
   * @throws UnrecoverableException if it can never be delivered
   * @throws Exception anything else keeps the chunk for another try
   */
  void write(Chunk chunk) throws Exception;
}
