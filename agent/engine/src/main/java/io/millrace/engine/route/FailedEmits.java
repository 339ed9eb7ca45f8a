package io.millrace.engine.route;

import io.millrace.api.Tag;
import io.millrace.event.EventStream;
import java.util.concurrent.CompletionStage;

/** Decides about a stream that an output did not take. */
@FunctionalInterface
public interface FailedEmits {
  /**
   * Completes if the stream is safe after all; fails with {@code error} if whoever emitted it must
   * know.
   */
  CompletionStage<Void> handle(Tag tag, EventStream events, Throwable error);
}
