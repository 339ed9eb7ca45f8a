package io.millrace.engine.buffer;

import io.millrace.api.BufferOverflowException;
import java.util.Optional;

/**
 * Whether a buffer takes more: by {@code total_limit_size}, and for chunks in memory by what the
 * process has for them. Keeps the accounts of both. Guarded by the buffer's lock.
 */
final class Room {
  private final Chunks chunks;
  private final long limit;
  private final Optional<MemoryBudget> budget;
  private final Pace pace;

  /**
   * Room for {@code chunks}.
   *
   * @param limit {@code total_limit_size}
   * @param budget what memory chunks of the process share; empty if these are in files
   * @param pace told what emits take and deliveries leave
   */
  Room(Chunks chunks, long limit, Optional<MemoryBudget> budget, Pace pace) {
    this.chunks = chunks;
    this.limit = limit;
    this.budget = budget;
    this.pace = pace;
  }

  /** Whether an emit would be accepted. One emit may overshoot the limit. */
  boolean isLeft() {
    return isLeft(0);
  }

  /** Whether an emit would be accepted behind {@code more} bytes. */
  boolean isLeft(long more) {
    return chunks.byteSize() + more < limit && (budget.isEmpty() || budget.get().hasRoom());
  }

  /** Throws if there is none. */
  void check() {
    if (!isLeft()) {
      throw new BufferOverflowException(
          "buffer space has too many data: "
              + chunks.byteSize()
              + " bytes are buffered, total_limit_size="
              + limit
              + budget
                  .filter(memory -> !memory.hasRoom())
                  .map(memory -> ", memory budget of the process=" + memory.limit())
                  .orElse(""));
    }
  }

  /** An emit made the chunks larger by {@code bytes}. */
  void grew(long bytes) {
    took(bytes);
    pace.stored(bytes, chunks.queue().byteSize());
  }

  /** A chunk of {@code bytes} was delivered, or dropped. */
  void left(long bytes) {
    took(-bytes);
    pace.delivered(bytes, chunks.queue().byteSize());
  }

  /** Chunks of {@code bytes} came from another buffer, or went to one if negative. */
  void took(long bytes) {
    budget.ifPresent(memory -> memory.take(bytes));
  }
}
