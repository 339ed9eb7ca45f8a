package io.millrace.plugins.buffer;

import io.millrace.api.ChunkId;
import io.millrace.api.ChunkKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** A chunk in a file whose name says all that is known about it. */
final class SingleChunk extends ChunkState {
  private final ChunkNames names;
  private final DataFile data;

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
    super(found.id(), known.key(), known.createdAt(), clock);
    this.names = names;
    this.data = data;
    resume(known.records(), known.modifiedAt(), !found.staged());
  }

  private SingleChunk(
      ChunkNames names, ChunkId id, ChunkKey key, DataFile data, InstantSource clock) {
    super(id, key, clock.instant(), clock);
    this.names = names;
    this.data = data;
  }

  /** A new, staged one. */
  static SingleChunk create(
      Disk disk,
      ChunkNames names,
      ChunkKey key,
      Set<PosixFilePermission> permission,
      InstantSource clock)
      throws IOException {
    ChunkId id = ChunkId.create(clock);
    DataFile data = DataFile.create(disk, names.staged(id), permission);
    disk.settle(names.dir());
    return new SingleChunk(names, id, key, data, clock);
  }

  @Override
  public long size() {
    return data.size();
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
    countAppended(events);
  }

  @Override
  public void commit() throws IOException {
    data.settle();
    data.commit();
    commitRecords();
    touch();
  }

  @Override
  public void rollback() throws IOException {
    rollbackRecords();
    data.rollback();
  }

  @Override
  public long uncommittedSize() {
    return data.uncommitted();
  }

  @Override
  public void enqueue() throws IOException {
    if (!isQueued()) {
      data.cut();
      data.rename(names.queued(id()));
      data.close();
      markQueued();
    }
  }

  @Override
  public void purge() throws IOException {
    data.delete();
  }

  @Override
  public void close() throws IOException {
    if (!isQueued() && data.size() == 0) {
      purge();
    } else {
      data.cut();
      data.close();
    }
  }
}
