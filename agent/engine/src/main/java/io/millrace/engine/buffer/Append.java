package io.millrace.engine.buffer;

import io.millrace.api.ChunkKey;
import io.millrace.event.ByteSlice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One emit's write to the buffer: parts go to several chunks, then all commit, or none does.
 * Reused; guarded by the buffer's lock.
 */
final class Append {
  /** Makes a chunk. */
  interface Creator {
    BufferedChunk create(ChunkKey key) throws IOException;
  }

  private final Stage stage;
  private final BufferLimits limits;
  private final boolean packed;
  private final Creator creator;
  private final Set<BufferedChunk> touched = new LinkedHashSet<>();
  private final List<BufferedChunk> created = new ArrayList<>();
  private final Set<BufferedChunk> complete = new LinkedHashSet<>();
  private final Map<ChunkKey, Optional<BufferedChunk>> former = new HashMap<>();
  private boolean committed;

  Append(Stage stage, BufferLimits limits, boolean packed, Creator creator) {
    this.stage = stage;
    this.limits = limits;
    this.packed = packed;
    this.creator = creator;
  }

  /** Begins an emit. */
  void begin() {
    committed = false;
  }

  /** Writes {@code part} behind what its chunk holds. */
  void add(Part part) throws IOException {
    BufferedChunk chunk = current(part.key());
    if (append(chunk, part.stored(), part.records())) {
      return;
    }
    boolean empty = chunk.stored().uncommittedRecords() == 0;
    if (packed && !empty) {
      chunk = replace(chunk);
      if (append(chunk, part.stored(), part.records())) {
        return;
      }
    }
    long bytes = chunk.stored().uncommittedSize();
    for (Split.Slice slice :
        new Split(part, limits).slices(bytes, chunk.stored().uncommittedRecords())) {
      if (slice.freshChunk()) {
        chunk = replace(chunk);
      }
      ByteSlice stored = part.stored(slice.from(), slice.to(), limits);
      write(chunk, stored, slice.to() - slice.from());
    }
  }

  private BufferedChunk current(ChunkKey key) throws IOException {
    Optional<BufferedChunk> staged = stage.chunk(key);
    if (staged.isPresent()) {
      return staged.get();
    }
    BufferedChunk chunk = creator.create(key);
    created.add(chunk);
    remember(key);
    stage.put(key, chunk);
    return chunk;
  }

  /** Takes {@code chunk}, which is complete, off the stage and puts a fresh one there. */
  private BufferedChunk replace(BufferedChunk chunk) throws IOException {
    ChunkKey key = chunk.key();
    BufferedChunk fresh = creator.create(key);
    created.add(fresh);
    remember(key);
    stage.put(key, fresh);
    complete.add(chunk);
    return fresh;
  }

  private void remember(ChunkKey key) {
    if (!former.containsKey(key)) {
      former.put(key, stage.chunk(key));
    }
  }

  private boolean append(BufferedChunk chunk, ByteSlice bytes, int records) throws IOException {
    if (limits.isOver(
        chunk.stored().uncommittedSize() + bytes.length(),
        chunk.stored().uncommittedRecords() + records)) {
      return false;
    }
    write(chunk, bytes, records);
    return true;
  }

  private void write(BufferedChunk chunk, ByteSlice bytes, int records) throws IOException {
    touched.add(chunk);
    chunk.stored().append(bytes.array(), bytes.offset(), bytes.length(), records);
  }

  /** Commits all parts; on the first failure the rest is undone. */
  void commit() throws IOException {
    for (BufferedChunk chunk : touched) {
      long before = chunk.size();
      chunk.stored().commit();
      committed = true;
      if (stage.holds(chunk)) {
        stage.grew(chunk.size() - before);
      }
    }
  }

  /** Whether a chunk was committed since {@link #begin}. */
  boolean hasCommitted() {
    return committed;
  }

  /** Chunks to be queued after the commit: those taken off the stage, and full ones still on it. */
  Collection<BufferedChunk> complete() {
    for (BufferedChunk chunk : touched) {
      if (!complete.contains(chunk)
          && limits.isFull(chunk.size(), chunk.records())
          && stage.holds(chunk)) {
        stage.remove(chunk.key());
        complete.add(chunk);
      }
    }
    return complete;
  }

  /** Chunks that were made for this emit and got nothing: its events were all too large. */
  List<BufferedChunk> unused() {
    if (created.isEmpty()) {
      return List.of();
    }
    List<BufferedChunk> unused = new ArrayList<>();
    for (BufferedChunk chunk : created) {
      if (chunk.stored().uncommittedRecords() == 0) {
        stage.remove(chunk.key());
        unused.add(chunk);
      }
    }
    return unused;
  }

  /** Makes the buffer what it was; what was committed stays. */
  void undo(IOExceptionHandler failed) {
    for (BufferedChunk chunk : touched) {
      failed.attempt(chunk, () -> chunk.stored().rollback());
    }
    complete.clear();
    former.forEach(
        (key, chunk) ->
            chunk.ifPresentOrElse(before -> stage.put(key, before), () -> stage.remove(key)));
    for (BufferedChunk chunk : created) {
      if (chunk.records() == 0) {
        failed.attempt(chunk, () -> chunk.stored().purge());
      } else {
        complete.add(chunk);
      }
    }
  }

  /** Runs a step of {@link #undo} that may fail, and goes on. */
  interface IOExceptionHandler {
    void attempt(BufferedChunk chunk, Chunks.Step step);
  }

  /** Forgets everything, ready for the next emit. */
  void clear() {
    touched.clear();
    created.clear();
    complete.clear();
    former.clear();
  }
}
