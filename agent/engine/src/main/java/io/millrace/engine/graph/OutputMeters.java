package io.millrace.engine.graph;

import io.millrace.engine.buffer.Buffer;
import io.millrace.engine.buffer.OutputStatistics;
import io.millrace.engine.metrics.PluginMeters;
import io.millrace.engine.output.BufferedPipe;

/**
 * The counters of one output under the names of Fluentd's monitor agent, and the gauges of its
 * buffer.
 */
final class OutputMeters {
  private final PluginMeters meters;
  private final OutputStatistics statistics = new OutputStatistics();

  OutputMeters(PluginMeters meters) {
    this.meters = meters;
    meters.counter("emit_records", statistics.emitRecords());
    meters.counter("emit_size", statistics.emitSize());
    meters.counter("retry_count", statistics.retryCount());
    meters.counter("emit_count", statistics.emitCount());
    meters.counter("write_count", statistics.writeCount());
    meters.counter("write_secondary_count", statistics.writeSecondaryCount());
    meters.counter("rollback_count", statistics.rollbackCount());
    meters.counter("slow_flush_count", statistics.slowFlushCount());
    meters.counter("flush_time_count", statistics.flushTimeCount());
    meters.counter("drop_oldest_chunk_count", statistics.dropOldestChunkCount());
  }

  OutputStatistics statistics() {
    return statistics;
  }

  void watch(BufferedPipe pipe) {
    Buffer buffer = pipe.buffer();
    meters.gauge("buffer_stage_length", buffer::stageLength);
    meters.gauge("buffer_stage_byte_size", buffer::stageByteSize);
    meters.gauge("buffer_queue_length", buffer::queueLength);
    meters.gauge("buffer_queue_byte_size", buffer::queueByteSize);
    meters.gauge("buffer_total_queued_size", buffer::totalQueuedSize);
  }
}
