package io.millrace.net;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The plugin's side of a listener that may be handed from graph to graph. */
public interface ListenerHost {
  /**
   * Stops reading. The stage completes when everything that was read is emitted and acknowledged,
   * or put aside until {@link #resume}. A second call answers like the first.
   */
  default CompletionStage<Void> hold() {
    return CompletableFuture.completedFuture(null);
  }

  /** Reads again, if {@link #hold} was called. */
  default void resume() {}

  /** Ends what is open: acknowledges what was emitted, then closes. Nothing comes after it. */
  default void end() {}
}
