package io.millrace.plugins.buffer;

import io.millrace.api.ChunkId;
import io.millrace.api.ChunkKey;
import io.millrace.api.ChunkMemory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** A chunk on the heap. */
final class MemoryChunk extends ChunkState {
  private final Segments bytes;
  private long size;

  MemoryChunk(ChunkKey key, SegmentPool pool, InstantSource clock) {
    super(ChunkId.create(clock), key, clock.instant(), clock);
    this.bytes = new Segments(pool);
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public InputStream openStored() throws IOException {
    return bytes.open(size);
  }

  @Override
  public Optional<ChunkMemory> memory() throws IOException {
    return Optional.of(bytes.lend(size));
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
    bytes.release();
    size = 0;
  }

  @Override
  public void close() {
    bytes.release();
    size = 0;
  }
}
