package io.millrace.engine.graph;

import io.millrace.api.ErrorSink;
import io.millrace.api.EventSink;
import io.millrace.api.Plugin;
import io.millrace.engine.buffer.OutputStatistics;
import io.millrace.engine.metrics.PluginMeters;
import io.millrace.engine.route.FilterStage;
import io.millrace.engine.route.MeteredSink;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * Puts the counters of Fluentd's monitor agent on the edges of a graph, under its names and in its
 * order.
 *
 * @param inputs whether inputs count, {@code enable_input_metrics}
 * @param sizes whether bytes are counted, {@code enable_size_metrics}
 */
record Metering(boolean inputs, boolean sizes) {
  Metering(SystemConfig system) {
    this(system.enableInputMetrics(), system.enableSizeMetrics());
  }

  /** The sink of an input. */
  EventSink input(EventSink sink, PluginMeters meters) {
    LongAdder records = meters.counter("emit_records", "Events that were emitted.");
    Optional<LongAdder> bytes = bytes(meters);
    return inputs ? new MeteredSink(sink, records, bytes) : sink;
  }

  /** A filter in its chain. */
  FilterStage filter(Plugin plugin, ErrorSink errors, PluginMeters meters) {
    LongAdder records = meters.counter("emit_records", "Events that left the filter.");
    return new FilterStage(plugin, errors, records, bytes(meters));
  }

  /** The counter of bytes is there in any case; empty if nothing is to be added to it. */
  private Optional<LongAdder> bytes(PluginMeters meters) {
    LongAdder bytes = meters.counter("emit_size", "Packed bytes of these events.");
    return sizes ? Optional.of(bytes) : Optional.empty();
  }

  /** The counters of an output. */
  OutputStatistics output(PluginMeters meters) {
    OutputStatistics counts = new OutputStatistics(sizes);
    meters.counter("emit_records", "Events that were accepted.", counts.emitRecords());
    meters.counter("emit_size", "Packed bytes that were accepted.", counts.emitSize());
    meters.counter("retry_count", "Errors of emits and deliveries.", counts.retryCount());
    meters.counter("emit_count", "Emits that arrived.", counts.emitCount());
    meters.counter("write_count", "Deliveries that were begun.", counts.writeCount());
    meters.counter(
        "write_secondary_count",
        "Deliveries to the secondary that were begun.",
        counts.writeSecondaryCount());
    meters.counter("rollback_count", "Chunks that went back to the queue.", counts.rollbackCount());
    meters.counter(
        "slow_flush_count",
        "Deliveries longer than slow_flush_log_threshold.",
        counts.slowFlushCount());
    meters.counter("flush_time_count", "Milliseconds of deliveries.", counts.flushTimeCount());
    meters.counter(
        "drop_oldest_chunk_count",
        "Chunks dropped by overflow_action drop_oldest_chunk.",
        counts.dropOldestChunkCount());
    return counts;
  }
}
