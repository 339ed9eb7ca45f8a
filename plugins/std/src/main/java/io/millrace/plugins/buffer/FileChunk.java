package io.millrace.plugins.buffer;

import io.millrace.api.ChunkId;
import io.millrace.api.ChunkKey;
import io.millrace.event.ByteArraySink;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A chunk in a file, with its metadata in another. A commit writes the metadata, which say how many
 * bytes count; so what a killed process wrote and did not commit is cut off when the chunk resumes.
 */
final class FileChunk extends ChunkState {
  private final Disk disk;
  private final ChunkNames names;
  private final DataFile data;
  private final ByteArraySink metaBytes = new ByteArraySink(256);
  private final ChunkFile meta;

  private FileChunk(
      Disk disk,
      ChunkNames names,
      ChunkId id,
      ChunkMeta known,
      DataFile data,
      ChunkFile meta,
      boolean queued,
      InstantSource clock) {
    super(id, known.key(), known.createdAt(), clock);
    this.disk = disk;
    this.names = names;
    this.data = data;
    resume(known.records(), known.modifiedAt(), queued);
    this.meta = meta;
  }

  /** A new, staged one. */
  static FileChunk create(
      Disk disk,
      ChunkNames names,
      ChunkKey key,
      Set<PosixFilePermission> permission,
      InstantSource clock)
      throws IOException {
    ChunkId id = ChunkId.create(clock);
    Instant now = clock.instant();
    DataFile data = DataFile.create(disk, names.staged(id), permission);
    ChunkFile meta = new ChunkFile(disk, ChunkNames.meta(data.path()));
    ChunkMeta known = new ChunkMeta(key, 0, OptionalLong.empty(), now, now);
    FileChunk chunk = new FileChunk(disk, names, id, known, data, meta, false, clock);
    try {
      meta.create(permission);
      chunk.writeMeta(0, 0);
      disk.settle(names.dir());
    } catch (IOException | RuntimeException e) {
      chunk.purge();
      throw e;
    }
    return chunk;
  }

  /** One that a former process staged, to be appended to, or queued. */
  static FileChunk resumed(
      Disk disk,
      ChunkNames names,
      ChunkId id,
      ChunkMeta known,
      DataFile data,
      boolean queued,
      InstantSource clock) {
    ChunkFile meta = new ChunkFile(disk, ChunkNames.meta(data.path()));
    return new FileChunk(disk, names, id, known, data, meta, queued, clock);
  }

  private void writeMeta(int count, long bytes) throws IOException {
    ChunkMeta.write(id(), key(), count, bytes, createdAt(), modifiedAt(), metaBytes);
    ByteBuffer buffer = ByteBuffer.wrap(metaBytes.array(), 0, metaBytes.size());
    for (long at = 0; buffer.hasRemaining(); ) {
      at += meta.write(buffer, at);
    }
    meta.settle();
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
    Path metaPath = meta.path();
    return Files.exists(metaPath) ? List.of(data.path(), metaPath) : List.of(data.path());
  }

  @Override
  public void append(byte[] bytes, int offset, int length, int events) throws IOException {
    data.append(bytes, offset, length);
    countAppended(events);
  }

  @Override
  public void commit() throws IOException {
    touch();
    data.settle();
    writeMeta(uncommittedRecords(), data.uncommitted());
    data.commit();
    commitRecords();
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
    if (isQueued()) {
      return;
    }
    writeMeta(records(), data.size());
    data.cut();
    Path staged = data.path();
    data.rename(names.queued(id()));
    try {
      meta.rename(ChunkNames.meta(data.path()));
    } catch (IOException e) {
      data.rename(staged);
      throw e;
    }
    data.close();
    meta.close();
    markQueued();
  }

  @Override
  public void purge() throws IOException {
    meta.close();
    data.delete();
    disk.delete(meta.path());
  }

  @Override
  public void close() throws IOException {
    if (!isQueued() && data.size() == 0) {
      purge();
      return;
    }
    data.cut();
    data.close();
    meta.close();
  }
}
