package io.millrace.engine.output;

import io.millrace.api.DirectWriter;
import io.millrace.api.EventSink;
import io.millrace.api.Tag;
import io.millrace.engine.buffer.OutputStatistics;
import io.millrace.event.EventStream;
import java.util.concurrent.CompletionStage;

/** An output without a buffer: an emit is its delivery, in the emitter's thread. */
public final class DirectPipe implements EventSink {
  private final DirectWriter writer;
  private final OutputStatistics statistics;

  /** Of {@code writer}. */
  public DirectPipe(DirectWriter writer, OutputStatistics statistics) {
    this.writer = writer;
    this.statistics = statistics;
  }

  @Override
  public CompletionStage<Void> emit(Tag tag, EventStream events) {
    statistics.emitCount().increment();
    try {
      writer.process(tag, events);
      statistics.emitted(events);
      return DONE;
    } catch (Exception e) {
      statistics.retryCount().increment();
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      return EventSink.failed(e);
    }
  }
}
