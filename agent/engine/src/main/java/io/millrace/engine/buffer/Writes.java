package io.millrace.engine.buffer;

import io.millrace.api.ChunkOverflowException;
import java.io.IOException;
import java.util.Collection;
import java.util.List;

/** The way into a buffer: one emit after the other, each as a transaction. Guarded by its lock. */
final class Writes {
  private final Chunks chunks;
  private final Room room;
  private final BufferLimits limits;
  private final Append append;

  /**
   * Into {@code chunks}.
   *
   * @param packed whether chunks hold packed events, which may be divided anywhere
   * @param creator makes chunks
   */
  Writes(Chunks chunks, Room room, BufferLimits limits, boolean packed, Append.Creator creator) {
    this.chunks = chunks;
    this.room = room;
    this.limits = limits;
    this.append = new Append(chunks.stage(), limits, packed, creator);
  }

  /**
   * Stores all parts, which are prepared, or none; see {@link Buffer#write}.
   *
   * @param enqueue whether everything staged is complete with this
   * @return number of chunks that were queued
   */
  int write(List<Part> parts, boolean enqueue) throws IOException {
    room.check();
    int queued = store(parts, enqueue);
    checkOversize(parts);
    return queued;
  }

  /** As {@link #write}, without asking for room and without a word about what was left out. */
  int store(List<Part> parts, boolean enqueue) throws IOException {
    try {
      return append(parts) + (enqueue ? chunks.enqueueStaged() : 0);
    } finally {
      append.clear();
    }
  }

  /** Whether something was committed when {@link #store} failed last. */
  boolean hasCommitted() {
    return append.hasCommitted();
  }

  private int append(List<Part> parts) throws IOException {
    long before = chunks.byteSize();
    boolean done = false;
    append.begin();
    try {
      for (Part part : parts) {
        append.add(part);
      }
      append.commit();
      for (BufferedChunk unused : append.unused()) {
        unused.stored().purge();
      }
      done = true;
      return enqueueComplete();
    } finally {
      if (!done) {
        append.undo(chunks::attempt);
        enqueueComplete();
      }
      room.grew(chunks.byteSize() - before);
    }
  }

  private int enqueueComplete() {
    Collection<BufferedChunk> complete = append.complete();
    for (BufferedChunk chunk : complete) {
      chunks.enqueue(chunk);
    }
    return complete.size();
  }

  /** Throws if events of {@code parts} were left out, since no chunk can hold them. */
  void checkOversize(List<Part> parts) {
    StringBuilder errors = new StringBuilder();
    for (Part part : parts) {
      part.describeOversize(limits, errors);
    }
    if (errors.length() > 0) {
      throw new ChunkOverflowException(errors.toString());
    }
  }
}
