package io.millrace.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The buffer of an output at one moment.
 *
 * @param stageLength staged chunks
 * @param stageBytes their bytes
 * @param queueLength queued chunks, those being delivered not included
 * @param queueBytes bytes of queued chunks and of those being delivered
 * @param availableRatio room left, in percent of {@code total_limit_size}, to one decimal
 * @param timekeys the different timekeys of its chunks in seconds, oldest first
 * @param oldest when the oldest chunk was begun; empty without chunks
 */
public record BufferStatus(
    int stageLength,
    long stageBytes,
    int queueLength,
    long queueBytes,
    double availableRatio,
    List<Long> timekeys,
    Optional<Instant> oldest) {
  /** Bytes of all chunks. */
  public long totalBytes() {
    return stageBytes + queueBytes;
  }
}
