package io.millrace.engine.buffer;

import io.millrace.event.EventStream;
import java.util.concurrent.atomic.LongAdder;

/**
 * The counters of one output, under the names of Fluentd's monitor agent. Safe for use by several
 * threads.
 */
public final class OutputStatistics {
  private final boolean sizes;
  private final LongAdder emitCount = new LongAdder();
  private final LongAdder emitRecords = new LongAdder();
  private final LongAdder emitSize = new LongAdder();
  private final LongAdder retryCount = new LongAdder();
  private final LongAdder writeCount = new LongAdder();
  private final LongAdder writeSecondaryCount = new LongAdder();
  private final LongAdder rollbackCount = new LongAdder();
  private final LongAdder slowFlushCount = new LongAdder();
  private final LongAdder flushTimeCount = new LongAdder();
  private final LongAdder dropOldestChunkCount = new LongAdder();

  /** Nothing counted yet; bytes are counted too. */
  public OutputStatistics() {
    this(true);
  }

  /**
   * Nothing counted yet.
   *
   * @param sizes whether bytes are counted, {@code enable_size_metrics}
   */
  public OutputStatistics(boolean sizes) {
    this.sizes = sizes;
  }

  /** Counts events that were accepted. */
  public void emitted(EventStream events) {
    emitRecords.add(events.count());
    if (sizes) {
      emitSize.add(events.byteSize());
    }
  }

  /** Emits that arrived. */
  public LongAdder emitCount() {
    return emitCount;
  }

  /** Events that were accepted. */
  public LongAdder emitRecords() {
    return emitRecords;
  }

  /** Packed bytes that were accepted; 0 unless they are counted. */
  public LongAdder emitSize() {
    return emitSize;
  }

  /** Errors: failed emits and failed deliveries ({@code num_errors}). */
  public LongAdder retryCount() {
    return retryCount;
  }

  /** Deliveries that were begun. */
  public LongAdder writeCount() {
    return writeCount;
  }

  /** Deliveries to the secondary that were begun. */
  public LongAdder writeSecondaryCount() {
    return writeSecondaryCount;
  }

  /** Chunks that went back to the queue. */
  public LongAdder rollbackCount() {
    return rollbackCount;
  }

  /** Deliveries that took longer than {@code slow_flush_log_threshold}. */
  public LongAdder slowFlushCount() {
    return slowFlushCount;
  }

  /** Milliseconds spent in deliveries. */
  public LongAdder flushTimeCount() {
    return flushTimeCount;
  }

  /** Chunks that {@code overflow_action drop_oldest_chunk} dropped. */
  public LongAdder dropOldestChunkCount() {
    return dropOldestChunkCount;
  }
}
