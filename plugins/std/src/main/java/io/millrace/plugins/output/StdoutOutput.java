package io.millrace.plugins.output;

import io.millrace.api.BufferDefaults;
import io.millrace.api.Child;
import io.millrace.api.Chunk;
import io.millrace.api.ChunkWriter;
import io.millrace.api.CustomFormat;
import io.millrace.api.DirectWriter;
import io.millrace.api.Formatter;
import io.millrace.api.InjectConfig;
import io.millrace.api.Injector;
import io.millrace.api.LogDevice;
import io.millrace.api.Output;
import io.millrace.api.OutputFactory;
import io.millrace.api.Param;
import io.millrace.api.PerThread;
import io.millrace.api.PluginContext;
import io.millrace.api.Section;
import io.millrace.api.Tag;
import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventCursor;
import io.millrace.event.EventStream;
import io.millrace.event.EventView;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * {@code @type stdout}: writes events where the log goes, without a log line's head. A stream is
 * one write, so that lines of several threads do not mix.
 */
public final class StdoutOutput implements Output, DirectWriter, CustomFormat, ChunkWriter {

  /** Settings of {@code <match>} with {@code @type stdout}. */
  public record Config(
      @Param(doc = "Whether to write to the log's file; else to standard output.", def = "true")
          boolean useLogger,
      @Section(doc = "How events are written.", defaults = "@type stdout") Child<Formatter> format,
      @Section(doc = "What is added to each record.") Optional<InjectConfig> inject) {}

  private final Formatter formatter;
  private final Injector injector;
  private final LogDevice device;
  private final PerThread<ByteArraySink> lines = new PerThread<>(() -> new ByteArraySink(8192));

  private StdoutOutput(Config config, PluginContext context) {
    this.formatter = context.open(config.format());
    this.injector = Injector.of(config.inject(), context);
    this.device = config.useLogger() ? context.service(LogDevice.class) : new StandardOutput();
  }

  @Override
  public void process(Tag tag, EventStream events) {
    ByteArraySink out = lines.get();
    out.clear();
    EventCursor cursor = events.borrowed().cursor();
    while (cursor.next()) {
      format(tag, cursor, out);
    }
    device.write(out.slice());
  }

  @Override
  public void format(Tag tag, EventView event, ByteArraySink out) {
    formatter.format(tag, injector.apply(tag, event), out);
  }

  @Override
  public void write(Chunk chunk) throws IOException {
    try (InputStream in = chunk.open()) {
      device.write(ByteSlice.of(in.readAllBytes()));
    }
  }

  /** The process's standard output, whatever the log writes to. */
  private static final class StandardOutput implements LogDevice {
    private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);

    @Override
    public void write(ByteSlice lines) {
      try {
        out.write(lines.array(), lines.offset(), lines.length());
      } catch (IOException e) {
        throw new UncheckedIOException("cannot write to standard output", e);
      }
    }
  }

  /** Makes this output. */
  public static final class Factory extends OutputFactory<Config> {
    /** For the service loader. */
    public Factory() {
      super("stdout", "Writes events to the log's file.", Config.class, StdoutOutput::new);
    }

    @Override
    public BufferDefaults bufferDefaults(Config config) {
      return LogBuffer.DEFAULTS;
    }
  }
}
