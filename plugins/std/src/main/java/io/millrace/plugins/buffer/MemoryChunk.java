package io.millrace.plugins.buffer;

import io.millrace.api.ChunkId;
import io.millrace.api.ChunkKey;
import io.millrace.api.StoredChunk;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** A chunk on the heap. */
final class MemoryChunk implements StoredChunk {
  private final ChunkId id;
  private final ChunkKey key;
  private final InstantSource clock;
  private final Instant createdAt;
  private Segments bytes = new Segments();
  private Instant modifiedAt;
  private long size;
  private int records;
  private int uncommittedRecords;
  private boolean queued;

  MemoryChunk(ChunkKey key, InstantSource clock) {
    this.id = ChunkId.create(clock);
    this.key = key;
    this.clock = clock;
    this.createdAt = clock.instant();
    this.modifiedAt = createdAt;
  }

  @Override
  public ChunkId id() {
    return id;
  }

  @Override
  public ChunkKey key() {
    return key;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public int records() {
    return records;
  }

  @Override
  public Instant createdAt() {
    return createdAt;
  }

  @Override
  public Instant modifiedAt() {
    return modifiedAt;
  }

  @Override
  public InputStream openStored() {
    return bytes.open(size);
  }

  @Override
  public List<Path> files() {
    return List.of();
  }

  @Override
  public void append(byte[] source, int offset, int length, int events) {
    bytes.append(source, offset, length);
    uncommittedRecords += events;
  }

  @Override
  public void commit() {
    size = bytes.size();
    records = uncommittedRecords;
    modifiedAt = clock.instant();
  }

  @Override
  public void rollback() {
    bytes.truncate(size);
    uncommittedRecords = records;
  }

  @Override
  public long uncommittedSize() {
    return bytes.size();
  }

  @Override
  public int uncommittedRecords() {
    return uncommittedRecords;
  }

  @Override
  public boolean isQueued() {
    return queued;
  }

  @Override
  public void enqueue() {
    queued = true;
  }

  @Override
  public void purge() {
    bytes = new Segments();
    size = 0;
  }

  @Override
  public void close() {
    bytes = new Segments();
    size = 0;
  }
}
