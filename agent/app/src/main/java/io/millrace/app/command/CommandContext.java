package io.millrace.app.command;

import io.millrace.api.Child;
import io.millrace.api.ChunkKeys;
import io.millrace.api.ErrorSink;
import io.millrace.api.EventSink;
import io.millrace.api.Output;
import io.millrace.api.Plugin;
import io.millrace.api.PluginContext;
import io.millrace.api.SystemSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.helpers.NOPLogger;

/**
 * What a formatter finds around it outside of an agent: no pipeline, no log, no threads, no
 * directory. Whoever asks for one of those is told that it needs an agent.
 */
final class CommandContext implements PluginContext {
  @Override
  public String id() {
    return "command";
  }

  @Override
  public boolean hasOwnId() {
    return false;
  }

  @Override
  public Logger log() {
    return NOPLogger.NOP_LOGGER;
  }

  @Override
  public EventSink out() {
    throw needsAgent("a route for events");
  }

  @Override
  public EventSink behind() {
    return out();
  }

  @Override
  public EventSink label(String name) {
    throw needsAgent("the label " + name);
  }

  @Override
  public ErrorSink errors() {
    throw needsAgent("an error stream");
  }

  @Override
  public InstantSource clock() {
    return InstantSource.system();
  }

  @Override
  public String hostname() {
    return Optional.ofNullable(System.getenv("HOSTNAME")).orElse("localhost");
  }

  @Override
  public SystemSettings system() {
    return SystemSettings.DEFAULT;
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
    return child.create(this);
  }

  @Override
  public EventSink openOutput(Child<Output> child) {
    throw needsAgent("an output");
  }

  @Override
  public Thread thread(String role, Runnable body) {
    throw needsAgent("a thread");
  }

  @Override
  public Cancellable every(Duration delay, Duration period, Runnable task) {
    throw needsAgent("a timer");
  }

  @Override
  public LongAdder counter(String name, String doc) {
    return new LongAdder();
  }

  @Override
  public void gauge(String name, String doc, LongSupplier value) {
    // nobody reads it
  }

  @Override
  public <T> T service(Class<T> type) {
    throw needsAgent("the service " + type.getSimpleName());
  }

  private static CommandException needsAgent(String what) {
    return new CommandException("this formatter needs " + what + ", so it works in an agent only");
  }
}
