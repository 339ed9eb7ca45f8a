package io.millrace.api;

import java.io.IOException;

/**
 * A chunk as its {@link ChunkStore} hands it to the engine. Not safe for use by several threads:
 * the buffer's lock guards it.
 *
 * <p>An append is in two steps, so that an emit that spans several chunks commits in all or none.
 */
public interface StoredChunk extends Chunk {
  /** Writes bytes behind the committed ones; not counted before {@link #commit}. */
  void append(byte[] bytes, int offset, int length, int records) throws IOException;

  /** Makes what was appended part of the chunk. */
  void commit() throws IOException;

  /** Forgets what was appended since the last {@link #commit}. */
  void rollback() throws IOException;

  /** Stored bytes, those not committed included. */
  long uncommittedSize();

  /** Events, those not committed included. */
  int uncommittedRecords();

  /** Whether it is queued: complete, waiting to be delivered. */
  boolean isQueued();

  /** From staged to queued. */
  void enqueue() throws IOException;

  /** Deletes it: it was delivered, or dropped on purpose. */
  void purge() throws IOException;

  /** Releases it; what is persistent stays. An empty staged chunk is deleted. */
  void close() throws IOException;
}
