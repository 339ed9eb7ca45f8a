package io.millrace.api;

import io.millrace.event.EventStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Takes events. The one mechanism for acknowledgement and back-pressure: completion of the answer
 * is both.
 */
@FunctionalInterface
public interface EventSink {
  /** The answer of a sink that is done when {@link #emit} returns. */
  CompletionStage<Void> DONE = CompletableFuture.completedFuture(null);

  /**
   * Takes {@code events}. The stage completes when they are delivered or safely buffered; it fails
   * if they are neither. Usually it is complete on return; an open one asks the caller to hold
   * back.
   */
  CompletionStage<Void> emit(Tag tag, EventStream events);

  /** An answer that failed. */
  static CompletionStage<Void> failed(Throwable error) {
    return CompletableFuture.failedFuture(error);
  }
}
