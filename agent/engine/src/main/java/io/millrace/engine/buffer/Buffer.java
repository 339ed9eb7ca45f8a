package io.millrace.engine.buffer;

import io.millrace.api.BufferOverflowException;
import io.millrace.api.BufferStatus;
import io.millrace.api.ChunkContents;
import io.millrace.api.ChunkKey;
import io.millrace.api.ChunkKeys;
import io.millrace.api.ChunkOverflowException;
import io.millrace.api.ChunkStore;
import io.millrace.api.ResumedChunks;
import io.millrace.api.StageListener;
import io.millrace.api.StoredChunk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
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
 * #stageByteSize} or {@link #queueByteSize} from its commit to its purge, so chunks that are being
 * delivered count too: {@code total_limit_size} is a bound of what exists, not of what waits. An
 * emit is accepted while the sum is below the limit, so the bound is exceeded by one emit at most.
 * Memory chunks also count in the {@link MemoryBudget}.
 *
 * <p><b>Locks.</b> One lock guards stage, queue and stored chunks. {@link #write} takes it once for
 * each emit, after formatting and compressing, and holds it over the store's writes: one copy into
 * the heap or the page cache, or a forced write to the disk if the store is asked for that. A
 * queued chunk never changes, so deliveries read it without the lock; the queue's hand-over orders
 * their reads behind the writes. What is called under the lock is the store, the output's {@link
 * StageListener} and the log; none of them may call back. The flush loop's lock is taken before
 * this one, never under it; Admission's is never held together with it.
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
 * <p><b>One class.</b> {@link Append} is the transaction, {@link Stage} and {@link Queue} are the
 * two places; what is left here is what must be seen under the one lock: moves between the places,
 * and the gauges, which a reader wants to agree with each other.
 *
 * <p>Source: Fluentd's buffer.
 */
public final class Buffer {
  private final ReentrantLock lock = new ReentrantLock();
  private final Stage stage = new Stage(); // guarded by lock
  private final Queue queue = new Queue(); // guarded by lock
  private final Append append; // guarded by lock
  private final ChunkStore store; // guarded by lock
  private final ChunkContents contents;
  private final ChunkKeys keys;
  private final BufferLimits limits;
  private final Optional<MemoryBudget> budget;
  private final BackupDirectory backups;
  private final Logger log;
  private final Pace pace; // guarded by lock
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
    this.budget = store.persistent() ? Optional.empty() : Optional.of(budget);
    this.pace = pace;
    this.backups = backups;
    this.log = log;
    this.append = new Append(stage, limits, contents.packed(), this::begin);
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

  /**
   * Takes in what a former process left. The store must be started.
   *
   * @param notable whether it is unusual that something was left, since the output flushes at
   *     shutdown
   */
  public void resume(boolean notable) throws IOException {
    lock.lock();
    try {
      ResumedChunks resumed = store.resume(contents);
      List<BufferedChunk> complete = new ArrayList<>();
      resumed.queued().forEach(chunk -> complete.add(wrap(chunk)));
      for (StoredChunk chunk : resumed.staged()) {
        if (stage.chunk(chunk.key()).isPresent() || limits.isFull(chunk.size(), chunk.records())) {
          complete.add(wrap(chunk));
        } else {
          stage.put(chunk.key(), wrap(chunk));
        }
      }
      complete.sort(Comparator.comparing(BufferedChunk::modifiedAt));
      complete.forEach(this::enqueue);
      resumed.broken().forEach(backups::takeBroken);
      new ResumeLog(log, notable).tell(all(), !resumed.broken().isEmpty());
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
    lock.lock();
    try {
      checkRoom();
      int queued = append(parts) + (enqueue ? enqueueAll() : 0);
      checkOversize(parts);
      return queued;
    } finally {
      append.clear();
      lock.unlock();
    }
  }

  private int append(List<Part> parts) throws IOException {
    long before = stage.byteSize() + queue.byteSize();
    boolean done = false;
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
        append.undo(this::attempt);
        enqueueComplete();
      }
      long grown = stage.byteSize() + queue.byteSize() - before;
      budget.ifPresent(memory -> memory.take(grown));
      pace.stored(grown, queue.byteSize());
    }
  }

  private int enqueueComplete() {
    List<BufferedChunk> complete = append.complete();
    complete.forEach(this::enqueue);
    return complete.size();
  }

  private void checkRoom() {
    if (!isStorable()) {
      throw new BufferOverflowException(
          "buffer space has too many data: "
              + (stage.byteSize() + queue.byteSize())
              + " bytes are buffered, total_limit_size="
              + limits.totalSize()
              + budget
                  .filter(memory -> !memory.hasRoom())
                  .map(memory -> ", memory budget of the process=" + memory.limit())
                  .orElse(""));
    }
  }

  private boolean isStorable() {
    return stage.byteSize() + queue.byteSize() < limits.totalSize()
        && (budget.isEmpty() || budget.get().hasRoom());
  }

  private void checkOversize(List<Part> parts) {
    StringBuilder errors = new StringBuilder();
    for (Part part : parts) {
      part.describeOversize(limits, errors);
    }
    if (errors.length() > 0) {
      throw new ChunkOverflowException(errors.toString());
    }
  }

  private void enqueue(BufferedChunk chunk) {
    attempt(chunk, () -> chunk.stored().enqueue());
    queue.add(chunk);
  }

  private void attempt(BufferedChunk chunk, Append.Step step) {
    try {
      step.run();
    } catch (IOException e) {
      log.error(
          "a chunk file could not be changed; the chunk is kept chunk_id={} error=\"{}\"",
          chunk,
          e.toString());
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
      int queued = 0;
      for (BufferedChunk chunk : stage.all()) {
        if (queue.length() >= limits.queuedChunks()) {
          break;
        }
        if (due.test(chunk)) {
          stage.remove(chunk.key());
          enqueue(chunk);
          queued++;
        }
      }
      return queued;
    } finally {
      lock.unlock();
    }
  }

  /** Queues all staged chunks. */
  public int enqueueAll() {
    lock.lock();
    try {
      List<BufferedChunk> staged = stage.all();
      for (BufferedChunk chunk : staged) {
        stage.remove(chunk.key());
        enqueue(chunk);
      }
      return staged.size();
    } finally {
      lock.unlock();
    }
  }

  /** Takes the head of the queue out, for a delivery. */
  public Optional<BufferedChunk> dequeue() {
    lock.lock();
    try {
      return queue.dequeue();
    } finally {
      lock.unlock();
    }
  }

  /** Puts a chunk that was taken out back to the head of the queue; false if it is gone. */
  public boolean takeback(BufferedChunk chunk) {
    lock.lock();
    try {
      return queue.takeback(chunk);
    } finally {
      lock.unlock();
    }
  }

  /** Deletes a chunk that was taken out: it was delivered, or dropped on purpose. */
  public void purge(BufferedChunk chunk) {
    lock.lock();
    try {
      if (queue.remove(chunk)) {
        budget.ifPresent(memory -> memory.take(-chunk.size()));
        pace.delivered(chunk.size(), queue.byteSize());
        chunk.stored().purge();
      }
    } catch (IOException e) {
      log.error(
          "a chunk file could not be deleted; the next start will deliver it again"
              + " chunk_id={} files={} error=\"{}\"",
          chunk,
          chunk.files(),
          e.toString());
    } finally {
      lock.unlock();
    }
  }

  /** Takes every queued chunk out, to be dropped. */
  public List<BufferedChunk> dequeueAll() {
    lock.lock();
    try {
      List<BufferedChunk> all = new ArrayList<>();
      for (Optional<BufferedChunk> head = queue.dequeue();
          head.isPresent();
          head = queue.dequeue()) {
        all.add(head.get());
      }
      return all;
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
      BufferContent content =
          new BufferContent(
              stage.all().stream().map(BufferedChunk::stored).toList(),
              queue.all().stream().map(BufferedChunk::stored).toList());
      long bytes = stage.byteSize() + queue.byteSize();
      budget.ifPresent(memory -> memory.take(-bytes));
      stage.clear();
      queue.clear();
      return content;
    } finally {
      lock.unlock();
    }
  }

  /** Takes in the chunks of a former buffer of the same settings. Call after {@link #resume}. */
  public void adopt(BufferContent content) {
    lock.lock();
    try {
      content.staged().forEach(chunk -> stage.put(chunk.key(), wrap(chunk)));
      content.queued().forEach(chunk -> queue.add(wrap(chunk)));
      budget.ifPresent(memory -> memory.take(stage.byteSize() + queue.byteSize()));
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
      List<BufferedChunk> all = all();
      long bytes = stage.byteSize() + queue.byteSize();
      if (!store.persistent() && bytes > 0) {
        log.warn(
            "chunks in memory are lost at shutdown chunks={} records={} bytes={}",
            all.size(),
            all.stream().mapToLong(BufferedChunk::records).sum(),
            bytes);
      }
      budget.ifPresent(memory -> memory.take(-bytes));
      all.forEach(chunk -> attempt(chunk, () -> chunk.stored().close()));
      stage.clear();
      queue.clear();
    } finally {
      lock.unlock();
    }
  }

  /** Whether chunks outlive the process. */
  public boolean persistent() {
    return store.persistent();
  }

  /** Whether an emit would be accepted. */
  public boolean storable() {
    return gauge(buffer -> buffer.isStorable() ? 1 : 0) == 1;
  }

  /** Staged chunks. */
  public int stageLength() {
    return (int) gauge(buffer -> buffer.stage.length());
  }

  /** Bytes of staged chunks. */
  public long stageByteSize() {
    return gauge(buffer -> buffer.stage.byteSize());
  }

  /** Chunks waiting in the queue. */
  public int queueLength() {
    return (int) gauge(buffer -> buffer.queue.length());
  }

  /** Bytes of queued chunks, those being delivered included. */
  public long queueByteSize() {
    return gauge(buffer -> buffer.queue.byteSize());
  }

  /** Events in the chunks waiting in the queue. */
  public long queuedRecords() {
    return gauge(buffer -> buffer.queue.records());
  }

  /** Bytes of all chunks. */
  public long totalQueuedSize() {
    return gauge(buffer -> buffer.stage.byteSize() + buffer.queue.byteSize());
  }

  /** Room left, in percent of {@code total_limit_size}, to one decimal. */
  public double availableBufferSpaceRatio() {
    return Math.round(1000.0 * (1 - (double) totalQueuedSize() / limits.totalSize())) / 10.0;
  }

  /** Oldest timekey of all chunks, in seconds; empty if there is none. */
  public OptionalLong oldestTimekey() {
    return timekeys().stream().mapToLong(Long::longValue).min();
  }

  /** Newest timekey of all chunks, in seconds; empty if there is none. */
  public OptionalLong newestTimekey() {
    return timekeys().stream().mapToLong(Long::longValue).max();
  }

  /** Everything that can be seen of it, at one moment. */
  public BufferStatus status() {
    lock.lock();
    try {
      return new BufferStatus(
          stage.length(),
          stage.byteSize(),
          queue.length(),
          queue.byteSize(),
          availableBufferSpaceRatio(),
          timekeys().stream().distinct().sorted().toList(),
          all().stream().map(BufferedChunk::createdAt).min(Comparator.naturalOrder()));
    } finally {
      lock.unlock();
    }
  }

  private List<Long> timekeys() {
    lock.lock();
    try {
      return all().stream()
          .filter(chunk -> chunk.key().timekey().isPresent())
          .map(chunk -> chunk.key().timekey().getAsLong())
          .toList();
    } finally {
      lock.unlock();
    }
  }

  private List<BufferedChunk> all() {
    List<BufferedChunk> all = stage.all();
    all.addAll(queue.all());
    return all;
  }

  private long gauge(ToLongFunction<Buffer> value) {
    lock.lock();
    try {
      return value.applyAsLong(this);
    } finally {
      lock.unlock();
    }
  }
}
