package io.millrace.plugins.buffer;

import io.millrace.api.ChunkId;
import io.millrace.api.ChunkKey;
import io.millrace.api.StoredChunk;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** A chunk in a file whose name says all that is known about it. */
final class SingleChunk implements StoredChunk {
  private final ChunkNames names;
  private final ChunkId id;
  private final ChunkKey key;
  private final InstantSource clock;
  private final DataFile data;
  private final Instant createdAt;
  private Instant modifiedAt;
  private int records;
  private int uncommittedRecords;
  private boolean queued;

  /**
   * One that exists.
   *
   * @param names of this chunk's key
   */
  SingleChunk(
      ChunkNames names,
      ChunkNames.Found found,
      ChunkMeta known,
      DataFile data,
      InstantSource clock) {
    this.names = names;
    this.id = found.id();
    this.key = known.key();
    this.clock = clock;
    this.data = data;
    this.createdAt = known.createdAt();
    this.modifiedAt = known.modifiedAt();
    this.records = known.records();
    this.uncommittedRecords = records;
    this.queued = !found.staged();
  }

  private SingleChunk(
      ChunkNames names, ChunkId id, ChunkKey key, DataFile data, InstantSource clock) {
    this.names = names;
    this.id = id;
    this.key = key;
    this.clock = clock;
    this.data = data;
    this.createdAt = clock.instant();
    this.modifiedAt = createdAt;
  }

  /** A new, staged one. */
  static SingleChunk create(
      ChunkNames names, ChunkKey key, Set<PosixFilePermission> permission, InstantSource clock)
      throws IOException {
    ChunkId id = ChunkId.create(clock);
    return new SingleChunk(names, id, key, DataFile.create(names.staged(id), permission), clock);
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
    return data.size();
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
  public InputStream openStored() throws IOException {
    return data.openStream();
  }

  @Override
  public List<Path> files() {
    return List.of(data.path());
  }

  @Override
  public void append(byte[] bytes, int offset, int length, int events) throws IOException {
    data.append(bytes, offset, length);
    uncommittedRecords += events;
  }

  @Override
  public void commit() {
    data.commit();
    records = uncommittedRecords;
    modifiedAt = clock.instant();
  }

  @Override
  public void rollback() throws IOException {
    uncommittedRecords = records;
    data.rollback();
  }

  @Override
  public long uncommittedSize() {
    return data.uncommitted();
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
  public void enqueue() throws IOException {
    if (!queued) {
      data.seal();
      data.rename(names.queued(id));
      queued = true;
    }
  }

  @Override
  public void purge() throws IOException {
    data.delete();
  }

  @Override
  public void close() throws IOException {
    if (!queued && data.size() == 0) {
      purge();
    } else {
      data.seal();
    }
  }
}
