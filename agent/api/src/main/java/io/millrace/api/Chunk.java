package io.millrace.api;

import io.millrace.event.ByteSlice;
import io.millrace.event.Compression;
import io.millrace.event.MalformedPackException;
import io.millrace.event.PackedEvents;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * A chunk to be delivered: bytes, and what they have in common. Readable several times, by one
 * thread at a time.
 */
public interface Chunk {
  /** Identity, stable over retries and restarts. */
  ChunkId id();

  /** What its events have in common. */
  ChunkKey key();

  /** By what chunks of this output are told apart. */
  ChunkKeys keys();

  /** Stored bytes (compressed ones, if {@link #compression} says so). */
  long size();

  /** Number of events. */
  int records();

  /** How the stored bytes are compressed. */
  Compression compression();

  /** When it was begun. */
  Instant createdAt();

  /** When it was last appended to. */
  Instant modifiedAt();

  /** The bytes, inflated. */
  InputStream open() throws IOException;

  /** The bytes as stored. */
  InputStream openStored() throws IOException;

  /** The file that holds the stored bytes, if one does. */
  Optional<Path> file();

  /**
   * The bytes as stored, lent where they lie, if that is in memory. To be closed.
   *
   * @throws IOException if they are there no more
   */
  default Optional<ChunkMemory> memory() throws IOException {
    return Optional.empty();
  }

  /**
   * The bytes as packed events, for chunks without {@link CustomFormat}.
   *
   * @throws UnrecoverableException if they are no events
   */
  default PackedEvents events() throws IOException {
    try (InputStream in = open()) {
      return PackedEvents.check(ByteSlice.of(in.readAllBytes()));
    } catch (MalformedPackException e) {
      throw new UnrecoverableException("chunk " + id() + " holds no events: " + e.getMessage(), e);
    }
  }
}
