package io.millrace.engine.route;

import io.millrace.api.EventSink;
import io.millrace.api.Tag;
import io.millrace.event.EventStream;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;

/**
 * An edge of the graph that counts what passes it, once it has been taken. A failed emit is not
 * counted.
 *
 * @param sink where events go
 * @param records events that were taken
 * @param bytes packed bytes that were taken, if they are counted
 */
public record MeteredSink(EventSink sink, LongAdder records, Optional<LongAdder> bytes)
    implements EventSink {
  @Override
  public CompletionStage<Void> emit(Tag tag, EventStream events) {
    CompletionStage<Void> stage = sink.emit(tag, events);
    int count = events.count();
    if (stage == DONE) {
      taken(count, events);
      return stage;
    }
    return stage.whenComplete(
        (done, error) -> {
          if (error == null) {
            taken(count, events);
          }
        });
  }

  private void taken(int count, EventStream events) {
    records.add(count);
    if (bytes.isPresent()) {
      bytes.get().add(events.byteSize());
    }
  }
}
