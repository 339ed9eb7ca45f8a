package io.millrace.engine.buffer;

import io.millrace.event.Compression;

/**
 * How much a buffer and its chunks hold.
 *
 * @param chunkSize {@code chunk_limit_size}, stored bytes
 * @param totalSize {@code total_limit_size}, stored bytes
 * @param chunkRecords {@code chunk_limit_records}; {@code Integer.MAX_VALUE} for no limit
 * @param fullThreshold {@code chunk_full_threshold}, the part of a limit at which a chunk is full
 * @param queuedChunks {@code queued_chunks_limit_size}: at so many queued chunks, staged ones that
 *     are not full wait
 * @param compression how chunks are compressed
 * @param decompressedSize most bytes a compressed chunk may inflate to
 * @param overflow what happens when the buffer is full
 */
public record BufferLimits(
    long chunkSize,
    long totalSize,
    int chunkRecords,
    double fullThreshold,
    int queuedChunks,
    Compression compression,
    long decompressedSize,
    OverflowAction overflow) {

  /** Whether so much is more than a chunk may hold. */
  boolean isOver(long bytes, int records) {
    return bytes > chunkSize || records > chunkRecords;
  }

  /** Whether a chunk that holds so much is ready to be queued. */
  boolean isFull(long bytes, int records) {
    return bytes >= chunkSize * fullThreshold || records >= chunkRecords * fullThreshold;
  }
}
