package io.millrace.engine.flush;

import io.millrace.api.AsyncChunkWriter;
import io.millrace.api.Chunk;
import io.millrace.api.ChunkWriter;
import io.millrace.api.EventSink;
import io.millrace.api.Output;
import java.util.concurrent.CompletionStage;

/**
 * Where chunks are delivered: an output's one writing method, whether it commits at once or later.
 * An output that could do both commits later.
 */
public final class Destination {
  private final Output output;

  /**
   * Of {@code output}.
   *
   * @throws IllegalArgumentException if it takes no chunks
   */
  public Destination(Output output) {
    if (!(output instanceof ChunkWriter || output instanceof AsyncChunkWriter)) {
      throw new IllegalArgumentException(
          output.getClass().getSimpleName() + " does not support buffering");
    }
    this.output = output;
  }

  /** Whether it commits later. */
  boolean commitsLater() {
    return output instanceof AsyncChunkWriter;
  }

  /** Whether both are the same type of plugin. */
  boolean isSameTypeAs(Destination other) {
    return output.getClass() == other.output.getClass();
  }

  /** Delivers {@code chunk}; the stage completes when it is committed. */
  CompletionStage<Void> deliver(Chunk chunk) throws Exception {
    if (output instanceof AsyncChunkWriter writer) {
      return writer.tryWrite(chunk);
    }
    ((ChunkWriter) output).write(chunk);
    return EventSink.DONE;
  }
}
