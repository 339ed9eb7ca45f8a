package io.millrace.engine.output;

import io.millrace.api.EventSink;
import io.millrace.api.Tag;
import io.millrace.engine.buffer.OutputStatistics;
import io.millrace.event.EventStream;
import java.util.concurrent.CompletionStage;

/**
 * An output that passes its events on: counts them, and the emits that fail.
 *
 * @param routes the output
 * @param statistics its counters
 */
public record RoutingPipe(EventSink routes, OutputStatistics statistics) implements EventSink {
  @Override
  public CompletionStage<Void> emit(Tag tag, EventStream events) {
    statistics.emitCount().increment();
    CompletionStage<Void> stage = routes.emit(tag, events);
    if (stage == DONE) {
      statistics.emitted(events);
      return stage;
    }
    return stage.whenComplete(
        (done, error) -> {
          if (error == null) {
            statistics.emitted(events);
          } else {
            statistics.retryCount().increment();
          }
        });
  }
}
