package io.millrace.plugins.buffer;

import io.millrace.api.ChunkId;
import io.millrace.api.ChunkKey;
import io.millrace.api.StoredChunk;
import java.time.Instant;
import java.time.InstantSource;

/** What a chunk knows of itself wherever its bytes are: identity, times, and counts of events. */
abstract class ChunkState implements StoredChunk {
  private final ChunkId id;
  private final ChunkKey key;
  private final InstantSource clock;
  private final Instant createdAt;
  private Instant modifiedAt;
  private int records;
  private int uncommittedRecords;
  private boolean queued;

  /** A new, staged one. */
  ChunkState(ChunkId id, ChunkKey key, Instant createdAt, InstantSource clock) {
    this.id = id;
    this.key = key;
    this.clock = clock;
    this.createdAt = createdAt;
    this.modifiedAt = createdAt;
  }

  /** Takes over what a former process left. */
  final void resume(int events, Instant modified, boolean wasQueued) {
    records = events;
    uncommittedRecords = events;
    modifiedAt = modified;
    queued = wasQueued;
  }

  final void countAppended(int events) {
    uncommittedRecords += events;
  }

  final void touch() {
    modifiedAt = clock.instant();
  }

  final void commitRecords() {
    records = uncommittedRecords;
  }

  final void rollbackRecords() {
    uncommittedRecords = records;
  }

  final void markQueued() {
    queued = true;
  }

  @Override
  public final ChunkId id() {
    return id;
  }

  @Override
  public final ChunkKey key() {
    return key;
  }

  @Override
  public final int records() {
    return records;
  }

  @Override
  public final int uncommittedRecords() {
    return uncommittedRecords;
  }

  @Override
  public final Instant createdAt() {
    return createdAt;
  }

  @Override
  public final Instant modifiedAt() {
    return modifiedAt;
  }

  @Override
  public final boolean isQueued() {
    return queued;
  }
}
