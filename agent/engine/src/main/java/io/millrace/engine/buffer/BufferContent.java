package io.millrace.engine.buffer;

import io.millrace.api.StoredChunk;
import java.util.List;

/**
 * The chunks of a buffer that has ended, for the one that goes on with them.
 *
 * @param staged oldest first
 * @param queued in the order of the queue
 */
public record BufferContent(List<StoredChunk> staged, List<StoredChunk> queued) {
  /** No chunks: there were none, or they are in files. */
  public static final BufferContent NONE = new BufferContent(List.of(), List.of());
}
