package io.millrace.testkit;

import io.millrace.api.Child;
import io.millrace.api.ChunkKeys;
import io.millrace.api.ConfigException;
import io.millrace.api.ErrorSink;
import io.millrace.api.EventSink;
import io.millrace.api.FollowedFile;
import io.millrace.api.Monitor;
import io.millrace.api.Output;
import io.millrace.api.Plugin;
import io.millrace.api.PluginContext;
import io.millrace.api.SystemSettings;
import io.millrace.api.Tag;
import io.millrace.event.ByteSlice;
import io.millrace.event.Compression;
import io.millrace.event.EventStream;
import io.millrace.event.EventTime;
import io.millrace.event.EventView;
import io.millrace.event.PackedEvents;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A plugin's context that records what the plugin emits. Safe for use by several threads. {@link
 * #close} ends the timer and closes nested plugins.
 */
public final class TestContext implements PluginContext, AutoCloseable {
  /** One emit. */
  public record Emit(Tag tag, PackedEvents events) {}

  /** One event that a plugin could not handle. */
  public record Failure(TestEvent event, Throwable error) {}

  private final List<Emit> emits = new CopyOnWriteArrayList<>();
  private final List<Failure> failures = new CopyOnWriteArrayList<>();
  private final List<Plugin> children = new CopyOnWriteArrayList<>();
  private final Map<String, LongAdder> counters = new ConcurrentHashMap<>();
  private final Map<String, LongSupplier> gauges = new ConcurrentHashMap<>();
  private final Map<Class<?>, Object> services = new ConcurrentHashMap<>();
  private final Map<String, EventSink> labels = new ConcurrentHashMap<>();
  private final ManualClock clock = new ManualClock();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "test-timer"));
  private final Map<Class<?>, Object> shared = new ConcurrentHashMap<>();
  private volatile Supplier<List<FollowedFile>> followed = List::of;
  private volatile Monitor monitor = Monitor.NONE;
  private volatile EventSink sink = this::record;
  private volatile Optional<Path> storageDir = Optional.empty();
  private volatile Optional<ChunkKeys> chunkKeys = Optional.empty();
  private volatile Optional<Compression> chunkCompression = Optional.empty();
  private volatile boolean secondary;
  private volatile SystemSettings system = SystemSettings.DEFAULT;
  private volatile InstantSource source = clock;
  private final String id;

  /** Of a plugin called {@code test}. */
  public TestContext() {
    this("test");
  }

  /** Of a plugin called {@code id}. */
  public TestContext(String id) {
    this.id = id;
  }

  private CompletionStage<Void> record(Tag tag, EventStream events) {
    emits.add(new Emit(tag, events.packed()));
    return EventSink.DONE;
  }

  /** All events that were emitted, in order. */
  public List<TestEvent> events() {
    List<TestEvent> all = new ArrayList<>();
    for (Emit emit : emits) {
      all.addAll(TestEvent.unpack(emit.tag(), emit.events()));
    }
    return all;
  }

  /** The emits, in order. */
  public List<Emit> emits() {
    return emits;
  }

  /** The events that went to the error stream, in order. */
  public List<Failure> failures() {
    return failures;
  }

  /** The clock that the plugin reads, unless {@link #source} replaced it. */
  public ManualClock manualClock() {
    return clock;
  }

  /** Emits go to {@code newSink} from now on, for tests of failure and back-pressure. */
  public TestContext sink(EventSink newSink) {
    this.sink = newSink;
    return this;
  }

  /** The configuration has this label. */
  public TestContext label(String name, EventSink label) {
    labels.put(name, label);
    return this;
  }

  /** The plugin reads {@code newSource} for the time. */
  public TestContext source(InstantSource newSource) {
    this.source = newSource;
    return this;
  }

  /** The plugin has this directory. */
  public TestContext storageDir(Path dir) {
    this.storageDir = Optional.of(dir);
    return this;
  }

  /** The plugin's chunks have these keys. */
  public TestContext chunkKeys(ChunkKeys keys) {
    this.chunkKeys = Optional.of(keys);
    return this;
  }

  /** How the buffer compresses chunks. */
  public TestContext chunkCompression(Compression compression) {
    this.chunkCompression = Optional.of(compression);
    return this;
  }

  /** The plugin stands in a {@code <secondary>}. */
  public TestContext inSecondary() {
    this.secondary = true;
    return this;
  }

  /** The process has these settings. */
  public TestContext system(SystemSettings settings) {
    this.system = settings;
    return this;
  }

  /** The plugin sees the others through {@code other}. */
  public TestContext monitor(Monitor other) {
    this.monitor = other;
    return this;
  }

  /** The files that the plugin says it follows. */
  public List<FollowedFile> followed() {
    return followed.get();
  }

  /** The process has this service. */
  public <T> TestContext service(Class<T> type, T service) {
    services.put(type, service);
    return this;
  }

  /** Value of a counter; 0 if it was never asked for. */
  public long count(String name) {
    LongAdder counter = counters.get(name);
    return counter == null ? 0 : counter.sum();
  }

  /** Value of a gauge. */
  public long gauge(String name) {
    LongSupplier gauge = gauges.get(name);
    if (gauge == null) {
      throw new IllegalArgumentException("no gauge " + name + " among " + gauges.keySet());
    }
    return gauge.getAsLong();
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
    return LoggerFactory.getLogger("test." + id);
  }

  @Override
  public EventSink out() {
    return (tag, events) -> sink.emit(tag, events);
  }

  @Override
  public EventSink behind() {
    return out();
  }

  @Override
  public EventSink label(String name) {
    EventSink label = labels.get(name);
    if (label == null) {
      throw new ConfigException(name + " label not found");
    }
    return label;
  }

  @Override
  public ErrorSink errors() {
    return new ErrorSink() {
      @Override
      public void emit(Tag tag, EventView event, Throwable error) {
        emit(tag, event.time(), ByteSlice.of(event.recordBytes().toBytes()), error);
      }

      @Override
      public void emit(Tag tag, EventTime time, ByteSlice record, Throwable error) {
        failures.add(
            new Failure(TestEvent.unpack(tag, PackedEvents.of(time, record)).get(0), error));
      }
    };
  }

  @Override
  public Monitor monitor() {
    return monitor;
  }

  @Override
  public void follows(Supplier<List<FollowedFile>> files) {
    followed = files;
  }

  @Override
  public <T> T shared(Class<T> type, Supplier<? extends T> maker) {
    return type.cast(shared.computeIfAbsent(type, key -> maker.get()));
  }

  @Override
  public InstantSource clock() {
    return source;
  }

  @Override
  public String hostname() {
    return "test-host";
  }

  @Override
  public SystemSettings system() {
    return system;
  }

  @Override
  public Optional<Path> storageDir() {
    return storageDir;
  }

  @Override
  public boolean secondary() {
    return secondary;
  }

  @Override
  public Optional<Compression> chunkCompression() {
    return chunkCompression;
  }

  @Override
  public Optional<ChunkKeys> chunkKeys() {
    return chunkKeys;
  }

  @Override
  public <P extends Plugin> P open(Child<P> child) {
    P plugin = child.create(this);
    children.add(plugin);
    return plugin;
  }

  @Override
  public EventSink openOutput(Child<Output> child) {
    Output output = open(child);
    if (output instanceof EventSink routes) {
      return routes;
    }
    throw new IllegalStateException(
        "a test context has no buffers: give it a child that is an EventSink");
  }

  @Override
  public Thread thread(String role, Runnable body) {
    return daemon(body, role + "-" + id);
  }

  @Override
  public Cancellable every(Duration delay, Duration period, Runnable task) {
    ScheduledFuture<?> future =
        timer.scheduleAtFixedRate(task, delay.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
    return () -> future.cancel(false);
  }

  @Override
  public LongAdder counter(String name, String doc) {
    return counters.computeIfAbsent(name, n -> new LongAdder());
  }

  @Override
  public void gauge(String name, String doc, LongSupplier value) {
    gauges.put(name, value);
  }

  @Override
  public <T> T service(Class<T> type) {
    Object service = services.get(type);
    if (service == null) {
      throw new IllegalStateException("the test gave no " + type.getName());
    }
    return type.cast(service);
  }

  @Override
  public void close() {
    timer.shutdownNow();
    for (Plugin child : children) {
      try {
        child.close();
      } catch (Exception e) {
        throw new IllegalStateException("a nested plugin did not close", e);
      }
    }
  }

  private static Thread daemon(Runnable body, String name) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    return thread;
  }
}
