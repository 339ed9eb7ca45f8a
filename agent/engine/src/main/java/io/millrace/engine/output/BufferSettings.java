package io.millrace.engine.output;

import io.millrace.api.ChunkKeys;
import io.millrace.engine.buffer.BufferLimits;
import io.millrace.engine.flush.FlushSettings;
import io.millrace.engine.flush.RetryPolicy;
import java.util.List;

/**
 * A {@code <buffer>} section with every rule applied. Made by {@link BufferResolver}.
 *
 * @param keys by what chunks are told apart
 * @param limits how much they hold
 * @param flush when they leave
 * @param retry how failures are tried again
 * @param timeAsInteger whether packed chunks get integer times
 * @param disableChunkBackup whether bad chunks are thrown away
 * @param warnings what the user should know; to be logged once
 */
public record BufferSettings(
    ChunkKeys keys,
    BufferLimits limits,
    FlushSettings flush,
    RetryPolicy retry,
    boolean timeAsInteger,
    boolean disableChunkBackup,
    List<String> warnings) {
  /** Copies the list. */
  public BufferSettings {
    warnings = List.copyOf(warnings);
  }

  /** The same without a thread that delivers. */
  public BufferSettings keeping() {
    return new BufferSettings(
        keys, limits, flush.withoutThreads(), retry, timeAsInteger, disableChunkBackup, warnings);
  }
}
