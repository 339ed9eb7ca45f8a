package io.millrace.plugins.buffer;

import io.millrace.api.ChunkId;
import io.millrace.api.ChunkKey;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** A chunk on the heap. */
final class MemoryChunk extends ChunkState {
  private Segments bytes = new Segments();
  private long size;

  MemoryChunk(ChunkKey key, InstantSource clock) {
    super(ChunkId.create(clock), key, clock.instant(), clock);
  }

  @Override
  public long size() {
    return size;
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
    countAppended(events);
  }

  @Override
  public void commit() {
    size = bytes.size();
    commitRecords();
    touch();
  }

  @Override
  public void rollback() {
    bytes.truncate(size);
    rollbackRecords();
  }

  @Override
  public long uncommittedSize() {
    return bytes.size();
  }

  @Override
  public void enqueue() {
    markQueued();
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
