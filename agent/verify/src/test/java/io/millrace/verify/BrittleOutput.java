package io.millrace.verify;

import io.millrace.api.DirectWriter;
import io.millrace.api.Output;
import io.millrace.api.OutputFactory;
import io.millrace.api.PluginContext;
import io.millrace.api.Tag;
import io.millrace.event.EventStream;
import java.util.concurrent.atomic.AtomicInteger;

/** An output that throws an error when it is asked to stop, and counts those that run. */
final class BrittleOutput implements Output, DirectWriter {
  static final AtomicInteger RUNNING = new AtomicInteger();

  /** Nothing to set. */
  record Config() {}

  BrittleOutput(Config config, PluginContext context) {}

  @Override
  public void process(Tag tag, EventStream events) {}

  @Override
  public void start() {
    RUNNING.incrementAndGet();
  }

  @Override
  public void stop() {
    throw new AssertionError("brittle");
  }

  @Override
  public void close() {
    RUNNING.decrementAndGet();
  }

  /** Makes it. */
  static final class Factory extends OutputFactory<Config> {
    Factory() {
      super("brittle", "Breaks.", Config.class, BrittleOutput::new);
    }
  }
}
