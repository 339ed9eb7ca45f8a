package io.millrace.api;

/**
 * A destination. It also implements one or more of {@link DirectWriter}, {@link ChunkWriter},
 * {@link AsyncChunkWriter}; or {@link EventSink}, if all it does is route events to other outputs.
 * {@link CustomFormat} makes the bytes of its chunks its own.
 */
public interface Output extends Plugin {
  /**
   * Whether it emits events that came in chunks. Then it ends before the outputs that only deliver,
   * as one that routes does: what it emits last must find them running.
   */
  default boolean emits() {
    return false;
  }
}
