package io.millrace.engine.graph;

import io.millrace.api.Child;
import io.millrace.api.ChunkKeys;
import io.millrace.api.ErrorSink;
import io.millrace.api.EventSink;
import io.millrace.api.FollowedFile;
import io.millrace.api.Monitor;
import io.millrace.api.Output;
import io.millrace.api.Plugin;
import io.millrace.api.PluginContext;
import io.millrace.api.SystemSettings;
import io.millrace.config.BoundChild;
import io.millrace.engine.metrics.PluginMeters;
import io.millrace.event.Compression;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The context of one plugin of a graph; its nested plugins share it. */
final class EngineContext implements PluginContext {
  private final GraphBuilder graph;
  private final Scope scope;
  private final PluginIdentity identity;
  private final String key;
  private final Unit unit;
  private final PluginMeters meters;
  private final Observed observed;
  private final EventSink out;
  private final EventSink behind;
  private final Optional<ChunkKeys> chunkKeys;
  private boolean secondary; // set before the plugin is made
  private Optional<Compression> chunkCompression = Optional.empty(); // likewise
  private final Logger log;
  private final ErrorSink errors;
  private final PeriodicTasks tasks;
  private final SystemSettings system;

  EngineContext(
      GraphBuilder graph,
      Scope scope,
      PluginIdentity identity,
      String key,
      Unit unit,
      PluginMeters meters,
      Observed observed,
      EventSink out,
      EventSink behind,
      Optional<ChunkKeys> chunkKeys) {
    this.graph = graph;
    this.scope = scope;
    this.identity = identity;
    this.key = key;
    this.unit = unit;
    this.meters = meters;
    this.observed = observed;
    this.out = out;
    this.behind = behind;
    this.system = graph.settings().ofWorkers(scope.workers());
    this.chunkKeys = chunkKeys;
    this.log = LoggerFactory.getLogger(identity.logger());
    this.errors = graph.errors(log);
    this.tasks = new PeriodicTasks(graph.environment().timer(), log);
    unit.add(tasks);
  }

  PluginMeters meters() {
    return meters;
  }

  Observed observed() {
    return observed;
  }

  Unit unit() {
    return unit;
  }

  @Override
  public String id() {
    return identity.id();
  }

  @Override
  public boolean hasOwnId() {
    return identity.own();
  }

  @Override
  public Logger log() {
    return log;
  }

  @Override
  public EventSink out() {
    return out;
  }

  @Override
  public EventSink behind() {
    return behind;
  }

  @Override
  public EventSink label(String name) {
    return graph.label(name);
  }

  @Override
  public ErrorSink errors() {
    return errors;
  }

  @Override
  public InstantSource clock() {
    return graph.environment().clock();
  }

  @Override
  public String hostname() {
    return graph.environment().hostname();
  }

  @Override
  public SystemSettings system() {
    return system;
  }

  @Override
  public Optional<Path> storageDir() {
    return identity.own()
        ? system()
            .rootDir()
            .map(root -> root.resolve("worker" + system().workerId()).resolve(identity.id()))
        : Optional.empty();
  }

  /** Takes note that the plugin stands in a {@code <secondary>}. */
  EngineContext standInSecondary() {
    secondary = true;
    observed.hide();
    return this;
  }

  /** Takes note of how the plugin's buffer compresses chunks. */
  EngineContext storing(Compression compression) {
    chunkCompression = Optional.of(compression);
    return this;
  }

  @Override
  public Optional<Compression> chunkCompression() {
    return chunkCompression;
  }

  @Override
  public boolean secondary() {
    return secondary;
  }

  @Override
  public Optional<ChunkKeys> chunkKeys() {
    return chunkKeys;
  }

  @Override
  public <P extends Plugin> P open(Child<P> child) {
    P plugin = child.create(this);
    unit.add(plugin);
    return plugin;
  }

  @Override
  public EventSink openOutput(Child<Output> child) {
    if (child instanceof BoundChild<?> bound) {
      observed.openedStore();
      return graph.output(bound, scope);
    }
    throw new IllegalStateException(
        "an output of " + identity.id() + " was not bound from a configuration");
  }

  @Override
  public Thread thread(String role, Runnable body) {
    Thread thread = new Thread(body, role + "-" + identity.id());
    thread.setDaemon(
        true); // the lifecycle joins it; a plugin that does not must not keep the process
    thread.setUncaughtExceptionHandler(
        (dead, error) ->
            log.error(
                "thread died, this plugin has stopped working: thread={} error=\"{}\"",
                dead.getName(),
                error.toString(),
                error));
    return thread;
  }

  @Override
  public Cancellable every(Duration delay, Duration period, Runnable task) {
    return tasks.every(delay, period, task);
  }

  @Override
  public LongAdder counter(String name, String doc) {
    return meters.own(name, doc);
  }

  @Override
  public void gauge(String name, String doc, LongSupplier value) {
    meters.gauge(name, doc, value);
  }

  @Override
  public void follows(Supplier<List<FollowedFile>> files) {
    observed.follows(files);
  }

  @Override
  public Monitor monitor() {
    return graph.monitor();
  }

  @Override
  public <T> T shared(Class<T> type, Supplier<? extends T> maker) {
    return graph.shared().get(type, maker);
  }

  @Override
  public void handOver(Object what) {
    graph.handed().leave(key, what);
  }

  @Override
  public <T> Optional<T> takeOver(Class<T> type) {
    return graph.handed().take(key, type);
  }

  @Override
  public <T> T service(Class<T> type) {
    return graph.environment().services().get(type);
  }
}
