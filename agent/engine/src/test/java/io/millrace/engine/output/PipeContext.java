package io.millrace.engine.output;

import io.millrace.api.Child;
import io.millrace.api.ChunkKeys;
import io.millrace.api.ErrorSink;
import io.millrace.api.EventSink;
import io.millrace.api.Output;
import io.millrace.api.Plugin;
import io.millrace.api.PluginContext;
import io.millrace.api.SystemSettings;
import io.millrace.api.Tag;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventTime;
import io.millrace.event.EventView;
import io.millrace.event.PackReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The context of an output under test: its clock is manual, its errors are kept. */
final class PipeContext implements PluginContext {
  final List<String> errors = new ArrayList<>();
  private final String id;
  private final InstantSource clock;
  private final SystemSettings system;

  PipeContext(String id, InstantSource clock, Path rootDir) {
    this.id = id;
    this.clock = clock;
    this.system =
        new SystemSettings(
            Optional.of(rootDir),
            0,
            1,
            SystemSettings.DEFAULT.filePermission(),
            SystemSettings.DEFAULT.dirPermission());
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public boolean hasOwnId() {
    return true;
  }

  @Override
  public Logger log() {
    return LoggerFactory.getLogger(id);
  }

  @Override
  public EventSink out() {
    return (tag, events) -> EventSink.DONE;
  }

  @Override
  public EventSink behind() {
    return out();
  }

  @Override
  public EventSink label(String name) {
    throw new UnsupportedOperationException("a pipe has no labels");
  }

  @Override
  public ErrorSink errors() {
    return new ErrorSink() {
      @Override
      public void emit(Tag tag, EventView event, Throwable error) {
        emit(tag, event.time(), event.recordBytes(), error);
      }

      @Override
      public void emit(Tag tag, EventTime time, ByteSlice record, Throwable error) {
        errors.add(tag + " " + PackReader.read(record) + " " + error.getMessage());
      }
    };
  }

  @Override
  public InstantSource clock() {
    return clock;
  }

  @Override
  public String hostname() {
    return "host";
  }

  @Override
  public SystemSettings system() {
    return system;
  }

  @Override
  public Optional<Path> storageDir() {
    return Optional.empty();
  }

  @Override
  public Optional<ChunkKeys> chunkKeys() {
    return Optional.empty();
  }

  @Override
  public <P extends Plugin> P open(Child<P> child) {
    throw new UnsupportedOperationException("an output without children");
  }

  @Override
  public EventSink openOutput(Child<Output> child) {
    throw new UnsupportedOperationException("an output without children");
  }

  @Override
  public Thread thread(String role, Runnable body) {
    return new Thread(body, role + "-" + id);
  }

  @Override
  public Cancellable every(Duration delay, Duration period, Runnable task) {
    return () -> {};
  }

  @Override
  public LongAdder counter(String name, String doc) {
    return new LongAdder();
  }

  @Override
  public void gauge(String name, String doc, LongSupplier value) {}

  @Override
  public <T> T service(Class<T> type) {
    throw new IllegalStateException("no service " + type);
  }
}
