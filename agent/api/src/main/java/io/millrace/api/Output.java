package io.millrace.api;

/**
 * A destination. It also implements one or more of {@link DirectWriter}, {@link ChunkWriter},
 * {@link AsyncChunkWriter}; or {@link EventSink}, if all it does is route events to other outputs.
 * {@link CustomFormat} makes the bytes of its chunks its own.
 */
public interface Output extends Plugin {}
