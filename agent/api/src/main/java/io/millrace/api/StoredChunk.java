package io.millrace.api;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A chunk as its {@link ChunkStore} keeps it: bytes whose meaning only the engine knows. Not safe
 * for use by several threads: the buffer's lock guards it. Only {@link #openStored} and {@link
 * #memory} may be called by a thread that delivers a queued chunk.
 *
 * <p>An append is in two steps, so that an emit that spans several chunks commits in all or none.
 * Whatever the process dies of in between, the store must come up with whole appends, or with bytes
 * it can tell from whole events.
 */
public interface StoredChunk {
  /** Identity, stable over restarts. */
  ChunkId id();

  /** What its events have in common. */
  ChunkKey key();

  /** Committed bytes. */
  long size();

  /** Committed events. */
  int records();

  /** When it was begun. */
  Instant createdAt();

  /** When it was last appended to. */
  Instant modifiedAt();

  /** The committed bytes. */
  InputStream openStored() throws IOException;

  /**
   * The committed bytes, lent where they lie, if that is in memory.
   *
   * @throws IOException if they are there no more
   */
  default Optional<ChunkMemory> memory() throws IOException {
    return Optional.empty();
  }

  /** The files that hold it, the one with the bytes first; none if it is in memory. */
  List<Path> files();

  /** Writes bytes behind the committed ones; not counted before {@link #commit}. */
  void append(byte[] bytes, int offset, int length, int records) throws IOException;

  /** Makes what was appended part of the chunk. */
  void commit() throws IOException;

  /** Forgets what was appended since the last {@link #commit}. */
  void rollback() throws IOException;

  /** Bytes, those not committed included. */
  long uncommittedSize();

  /** Events, those not committed included. */
  int uncommittedRecords();

  /** Whether it is queued: complete, waiting to be delivered. */
  boolean isQueued();

  /** From staged to queued. If it throws, the chunk is staged as before. */
  void enqueue() throws IOException;

  /** Deletes it: it was delivered, or dropped on purpose. */
  void purge() throws IOException;

  /** Releases it; what is persistent stays. An empty staged chunk is deleted. */
  void close() throws IOException;
}
