package io.millrace.plugins.output;

import io.millrace.api.BufferDefaults;
import io.millrace.api.Chunk;
import io.millrace.api.ChunkKeys;
import io.millrace.api.ChunkWriter;
import io.millrace.api.ConfigException;
import io.millrace.api.EventSink;
import io.millrace.api.Output;
import io.millrace.api.OutputFactory;
import io.millrace.api.PluginContext;
import io.millrace.api.Tag;
import io.millrace.event.PackedEvents;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;

/**
 * {@code @type buffer}: keeps events in a buffer, in files if not told otherwise, and hands them to
 * the label that {@code @label} names. A chunk is done with when all that takes its events has
 * them.
 *
 * <p>Source: Fluentd's out_buffer.
 */
public final class BufferOutput implements Output, ChunkWriter {

  /** Settings of {@code <match>} with {@code @type buffer}: none but {@code @label}. */
  public record Config() {}

  private final EventSink label;

  private BufferOutput(Config config, PluginContext context) {
    if (!context.chunkKeys().orElse(ChunkKeys.NONE).tag()) {
      throw new ConfigException(
          "chunk keys of <buffer> must include tag: @type buffer emits each chunk by its tag;"
              + " write <buffer tag>");
    }
    this.label = context.out();
  }

  @Override
  public boolean emits() {
    return true;
  }

  @Override
  public void write(Chunk chunk) throws IOException {
    PackedEvents events = chunk.events();
    Tag tag = chunk.key().tag().orElseThrow();
    try {
      label.emit(tag, events).toCompletableFuture().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /** Makes this output. */
  public static final class Factory extends OutputFactory<Config> {
    /** For the service loader. */
    public Factory() {
      super("buffer", "Buffers events on their way to a label.", Config.class, BufferOutput::new);
    }

    @Override
    public BufferDefaults bufferDefaults(Config config) {
      return new BufferDefaults(
          List.of("tag"),
          Map.of("@type", "file", "flush_mode", "interval", "flush_interval", "10"));
    }
  }
}
