package io.millrace.engine.buffer;

import io.millrace.api.BufferStatus;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToLongFunction;

/**
 * What can be seen of a buffer. Each figure is read under the buffer's lock, so those of one {@link
 * #status} agree with each other. Safe for use by several threads.
 *
 * <p>Names are those of Fluentd's statistics of buffers.
 */
public final class BufferGauges {
  private final ReentrantLock lock;
  private final Chunks chunks; // guarded by lock
  private final long totalLimit;

  BufferGauges(ReentrantLock lock, Chunks chunks, long totalLimit) {
    this.lock = lock;
    this.chunks = chunks;
    this.totalLimit = totalLimit;
  }

  /** Staged chunks. */
  public int stageLength() {
    return (int) gauge(all -> all.stage().length());
  }

  /** Bytes of staged chunks. */
  public long stageByteSize() {
    return gauge(all -> all.stage().byteSize());
  }

  /** Chunks waiting in the queue. */
  public int queueLength() {
    return (int) gauge(all -> all.queue().length());
  }

  /** Bytes of queued chunks, those being delivered included. */
  public long queueByteSize() {
    return gauge(all -> all.queue().byteSize());
  }

  /** Events in the chunks waiting in the queue. */
  public long queuedRecords() {
    return gauge(all -> all.queue().records());
  }

  /** Bytes of all chunks. */
  public long totalQueuedSize() {
    return gauge(Chunks::byteSize);
  }

  /** Room left, in percent of {@code total_limit_size}, to one decimal. */
  public double availableBufferSpaceRatio() {
    return Math.round(1000.0 * (1 - (double) totalQueuedSize() / totalLimit)) / 10.0;
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
          chunks.stage().length(),
          chunks.stage().byteSize(),
          chunks.queue().length(),
          chunks.queue().byteSize(),
          availableBufferSpaceRatio(),
          timekeys().stream().distinct().sorted().toList(),
          chunks.all().stream().map(BufferedChunk::createdAt).min(Comparator.naturalOrder()));
    } finally {
      lock.unlock();
    }
  }

  private List<Long> timekeys() {
    lock.lock();
    try {
      return chunks.all().stream()
          .filter(chunk -> chunk.key().timekey().isPresent())
          .map(chunk -> chunk.key().timekey().getAsLong())
          .toList();
    } finally {
      lock.unlock();
    }
  }

  private long gauge(ToLongFunction<Chunks> value) {
    lock.lock();
    try {
      return value.applyAsLong(chunks);
    } finally {
      lock.unlock();
    }
  }
}
