package io.millrace.plugins.held;

import io.millrace.api.ErrorSink;
import io.millrace.api.EventSink;
import io.millrace.api.Tag;
import io.millrace.event.EventCursor;
import io.millrace.event.PackedEvents;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Emits events that no input waits for any more. What is not taken goes to the error stream, event
 * by event: nobody else could tell of it. Safe for several threads.
 */
public final class LateEmits {
  private final EventSink sink;
  private final ErrorSink errors;
  private final AtomicInteger waiting = new AtomicInteger();

  /** Into {@code sink}. */
  public LateEmits(EventSink sink, ErrorSink errors) {
    this.sink = sink;
    this.errors = errors;
  }

  /** Emits {@code events}. */
  public void emit(Tag tag, PackedEvents events) {
    CompletionStage<Void> stage;
    try {
      stage = sink.emit(tag, events);
    } catch (RuntimeException e) {
      stage = EventSink.failed(e);
    }
    if (stage == EventSink.DONE) {
      return;
    }
    waiting.addAndGet(events.count());
    stage.whenComplete(
        (done, error) -> {
          waiting.addAndGet(-events.count());
          if (error != null) {
            give(tag, events, error);
          }
        });
  }

  private void give(Tag tag, PackedEvents events, Throwable error) {
    EventCursor cursor = events.cursor();
    while (cursor.next()) {
      errors.emit(tag, cursor, error);
    }
  }

  /** Events that were emitted and wait, such as for room in a buffer. */
  public int waiting() {
    return waiting.get();
  }
}
