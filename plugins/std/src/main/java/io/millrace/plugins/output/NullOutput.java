package io.millrace.plugins.output;

import io.millrace.api.BufferDefaults;
import io.millrace.api.Chunk;
import io.millrace.api.ChunkWriter;
import io.millrace.api.DirectWriter;
import io.millrace.api.Output;
import io.millrace.api.OutputFactory;
import io.millrace.api.Param;
import io.millrace.api.PluginContext;
import io.millrace.api.RetryableException;
import io.millrace.api.Tag;
import io.millrace.event.EventStream;

/** {@code @type null}: takes events and forgets them. */
public final class NullOutput implements Output, DirectWriter, ChunkWriter {

  /** Settings of {@code <match>} with {@code @type null}. */
  public record Config(
      @Param(doc = "Whether every flush fails, to try out retries.", def = "false")
          boolean neverFlush) {}

  private final boolean neverFlush;

  private NullOutput(Config config, PluginContext context) {
    this.neverFlush = config.neverFlush();
  }

  @Override
  public void process(Tag tag, EventStream events) {
    failIfAsked();
  }

  @Override
  public void write(Chunk chunk) {
    failIfAsked();
  }

  private void failIfAsked() {
    if (neverFlush) {
      throw new RetryableException("failed to flush: never_flush is set");
    }
  }

  /** Makes this output. */
  public static final class Factory extends OutputFactory<Config> {
    /** For the service loader. */
    public Factory() {
      super("null", "Takes events and forgets them.", Config.class, NullOutput::new);
    }

    @Override
    public BufferDefaults bufferDefaults(Config config) {
      return LogBuffer.DEFAULTS;
    }
  }
}
