package io.millrace.engine.buffer;

import io.millrace.api.Chunk;
import io.millrace.api.ChunkId;
import io.millrace.api.ChunkKey;
import io.millrace.api.ChunkKeys;
import io.millrace.api.ChunkMemory;
import io.millrace.api.StoredChunk;
import io.millrace.event.Compression;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A stored chunk together with what only the engine knows of it: by which keys it was told apart
 * and how its bytes are compressed. What outputs are given to deliver.
 */
public final class BufferedChunk implements Chunk {
  private final StoredChunk stored;
  private final ChunkKeys keys;
  private final Compression compression;
  private final long decompressedSize;

  BufferedChunk(
      StoredChunk stored, ChunkKeys keys, Compression compression, long decompressedSize) {
    this.stored = stored;
    this.keys = keys;
    this.compression = compression;
    this.decompressedSize = decompressedSize;
  }

  StoredChunk stored() {
    return stored;
  }

  @Override
  public ChunkId id() {
    return stored.id();
  }

  @Override
  public ChunkKey key() {
    return stored.key();
  }

  @Override
  public ChunkKeys keys() {
    return keys;
  }

  @Override
  public long size() {
    return stored.size();
  }

  @Override
  public int records() {
    return stored.records();
  }

  @Override
  public Compression compression() {
    return compression;
  }

  @Override
  public Instant createdAt() {
    return stored.createdAt();
  }

  @Override
  public Instant modifiedAt() {
    return stored.modifiedAt();
  }

  /** The files that hold it, the one with the bytes first; none if it is in memory. */
  public List<Path> files() {
    return stored.files();
  }

  @Override
  public Optional<Path> file() {
    List<Path> files = stored.files();
    return files.isEmpty() ? Optional.empty() : Optional.of(files.get(0));
  }

  @Override
  public Optional<ChunkMemory> memory() throws IOException {
    return stored.memory();
  }

  @Override
  public InputStream openStored() throws IOException {
    return stored.openStored();
  }

  @Override
  public InputStream open() throws IOException {
    InputStream bytes = stored.openStored();
    return compression == Compression.TEXT
        ? bytes
        : new InflatedStream(compression.inflate(bytes), id().hex(), decompressedSize);
  }

  @Override
  public String toString() {
    return id().hex();
  }
}
