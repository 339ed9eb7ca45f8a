package io.millrace.engine.buffer;

import io.millrace.api.BufferOverflowException;
import io.millrace.api.ChunkContents;
import io.millrace.api.ChunkKey;
import io.millrace.api.ChunkKeys;
import io.millrace.api.ChunkOverflowException;
import io.millrace.api.ChunkStore;
import io.millrace.api.StageListener;
import io.millrace.api.StoredChunk;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.slf4j.Logger;

/**
 * The chunks of one output from the first byte to the last: the stage, where chunks are filled, and
 * the queue, where complete ones wait for delivery.
 *
 * <p><b>Life of a chunk.</b> Staged (one for each {@link io.millrace.api.ChunkKey}) → queued →
 * taken out by a delivery → purged, or taken back to the head of the queue. Fluentd's words and
 * order.
 *
 * <p><b>Invariant.</b> A chunk is in exactly one of those places. Its size counts in {@link
 * BufferGauges#stageByteSize} or {@link BufferGauges#queueByteSize} from its commit to its purge,
 * so chunks that are being delivered count too: {@code total_limit_size} is a bound of what exists,
 * not of what waits. An emit is accepted while the sum is below the limit, so the bound is exceeded
 * by one emit at most. Memory chunks also count in the {@link MemoryBudget}.
 *
 * <p><b>Locks.</b> One lock guards stage, queue and stored chunks. {@link #write} takes it once for
 * each emit, after formatting and compressing, and holds it over the store's writes: one copy into
 * the heap or the page cache, or a forced write to the disk if the store is asked for that, which
 * {@link GroupedWrites} lets emits share. A queued chunk never changes, so deliveries read it
 * without the lock; the queue's hand-over orders their reads behind the writes. What is called
 * under the lock is the store, the output's {@link StageListener} and the log; none of them may
 * call back. The flush loop's lock is taken before this one, never under it; Admission's is never
 * held together with it.
 *
 * <p><b>Failures.</b> An emit that spans chunks first writes all its parts uncommitted, then
 * commits them one by one: a failure before the first commit undoes everything. If a later commit
 * fails, the earlier ones stay and the emit fails: the sender repeats it, so events can come twice
 * but are not lost. A chunk that cannot be marked as queued (its file cannot be renamed) is queued
 * anyway: it is delivered in this process, or resumes as a staged one in the next. A chunk that
 * cannot be deleted after its delivery is reported and will be delivered again by the next process.
 * A single event larger than {@code chunk_limit_size} is left out; all others are stored, and
 * {@link ChunkOverflowException} says so.
 *
 * <p><b>Parts.</b> {@link Stage} and {@link Queue} are the two places, together {@link Chunks};
 * {@link Writes} is the way in, with {@link Append} as the transaction and {@link Room} as the
 * limit; {@link Succession} is what comes from before the start and goes on behind the end; {@link
 * BufferGauges} is what can be seen. None of them has a lock: what is left here is to hold the one
 * lock around each of their steps, and the moves out of the queue.
 *
 * <p>Source: Fluentd's buffer.
 */
public final class Buffer {
  private final ReentrantLock lock = new ReentrantLock();
  private final Chunks chunks; // guarded by lock
  private final Room room; // guarded by lock
  private final Writes writes; // guarded by lock
  private final Optional<GroupedWrites> grouped;
  private final Succession succession; // guarded by lock
  private final ChunkStore store; // guarded by lock
  private final BufferGauges gauges;
  private final ChunkContents contents;
  private final ChunkKeys keys;
  private final BufferLimits limits;
  private final BackupDirectory backups;
  private StageListener listener = chunk -> {};

  /**
   * An empty buffer.
   *
   * @param store where chunks are kept
   * @param contents what their bytes are
   * @param keys by what they are told apart
   * @param limits how much they hold
   * @param budget what memory chunks of the process share
   * @param pace told what emits take and deliveries leave
   * @param backups where broken chunks go
   * @param log of the output
   */
  public Buffer(
      ChunkStore store,
      ChunkContents contents,
      ChunkKeys keys,
      BufferLimits limits,
      MemoryBudget budget,
      Pace pace,
      BackupDirectory backups,
      Logger log) {
    this.store = store;
    this.contents = contents;
    this.keys = keys;
    this.limits = limits;
    this.backups = backups;
    this.chunks = new Chunks(log);
    this.room =
        new Room(
            chunks,
            limits.totalSize(),
            store.persistent() ? Optional.empty() : Optional.of(budget),
            pace);
    this.writes = new Writes(chunks, room, limits, contents.packed(), this::begin);
    this.grouped =
        store.commitsSlowly()
            ? Optional.of(new GroupedWrites(lock, writes, room))
            : Optional.empty();
    this.succession = new Succession(chunks, room, store, this::wrap, log);
    this.gauges = new BufferGauges(lock, chunks, limits.totalSize());
  }

  /** Tells {@code newListener} of each chunk that is begun. Call before the first write. */
  public void listener(StageListener newListener) {
    this.listener = newListener;
  }

  private BufferedChunk begin(ChunkKey key) throws IOException {
    BufferedChunk chunk = wrap(store.create(key));
    listener.staged(chunk);
    return chunk;
  }

  private BufferedChunk wrap(StoredChunk stored) {
    return new BufferedChunk(stored, keys, limits.compression(), limits.decompressedSize());
  }

  /** What can be seen of it. */
  public BufferGauges gauges() {
    return gauges;
  }

  /**
   * Takes in what a former process left. The store must be started.
   *
   * @param notable whether it is unusual that something was left, since the output flushes at
   *     shutdown
   */
  public void resume(boolean notable) throws IOException {
    lock.lock();
    try {
      succession.resume(contents, limits, backups, notable);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Stores all parts, or none.
   *
   * @param enqueue whether the chunks are complete with this, {@code flush_mode immediate}
   * @return number of chunks that were queued
   * @throws BufferOverflowException if there is no room; nothing was stored
   * @throws ChunkOverflowException if events were left out that no chunk can hold; the others were
   *     stored
   * @throws IOException if the store failed; nothing was stored, but see the class
   */
  public int write(List<Part> parts, boolean enqueue) throws IOException {
    if (parts.isEmpty()) {
      return 0;
    }
    for (Part part : parts) {
      part.prepare(limits);
    }
    if (grouped.isPresent()) {
      return grouped.get().write(parts, enqueue);
    }
    lock.lock();
    try {
      return writes.write(parts, enqueue);
    } finally {
      lock.unlock();
    }
  }

  /** Whether an emit would be accepted. */
  public boolean storable() {
    lock.lock();
    try {
      return room.isLeft();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Queues staged chunks that are {@code due}, oldest first, while fewer than {@code
   * queued_chunks_limit_size} chunks are queued.
   *
   * @return how many were queued
   */
  public int enqueueDue(Predicate<BufferedChunk> due) {
    lock.lock();
    try {
      return chunks.enqueueStaged(due, limits.queuedChunks());
    } finally {
      lock.unlock();
    }
  }

  /** Queues all staged chunks. */
  public int enqueueAll() {
    lock.lock();
    try {
      return chunks.enqueueStaged();
    } finally {
      lock.unlock();
    }
  }

  /** Takes the head of the queue out, for a delivery. */
  public Optional<BufferedChunk> dequeue() {
    lock.lock();
    try {
      return chunks.queue().dequeue();
    } finally {
      lock.unlock();
    }
  }

  /** Puts a chunk that was taken out back to the head of the queue; false if it is gone. */
  public boolean takeback(BufferedChunk chunk) {
    lock.lock();
    try {
      return chunks.queue().takeback(chunk);
    } finally {
      lock.unlock();
    }
  }

  /** Deletes a chunk that was taken out: it was delivered, or dropped on purpose. */
  public void purge(BufferedChunk chunk) {
    lock.lock();
    try {
      if (chunks.queue().remove(chunk)) {
        room.left(chunk.size());
        chunks.delete(chunk);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Forgets a chunk that was taken out, and leaves its files: the next start takes them in. */
  public void leave(BufferedChunk chunk) {
    lock.lock();
    try {
      if (chunks.queue().remove(chunk)) {
        room.left(chunk.size());
        chunks.attempt(chunk, () -> chunk.stored().close());
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes every queued chunk out, to be dropped. */
  public List<BufferedChunk> dequeueAll() {
    lock.lock();
    try {
      return chunks.queue().dequeueAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes all chunks out, for the buffer that {@link #adopt}s them. Those that a delivery still has
   * are among them: it may be delivered twice, but is not lost.
   */
  public BufferContent release() {
    lock.lock();
    try {
      return succession.release();
    } finally {
      lock.unlock();
    }
  }

  /** Takes in the chunks of a former buffer of the same settings. Call after {@link #resume}. */
  public void adopt(BufferContent content) {
    lock.lock();
    try {
      succession.adopt(content);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Closes all chunks. Those of a store that is not {@linkplain ChunkStore#persistent persistent}
   * are lost, and the log says so.
   */
  public void close() {
    lock.lock();
    try {
      succession.close();
    } finally {
      lock.unlock();
    }
  }

  /** Whether chunks outlive the process. */
  public boolean persistent() {
    return store.persistent();
  }
}
