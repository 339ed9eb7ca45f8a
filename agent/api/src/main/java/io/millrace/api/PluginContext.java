package io.millrace.api;

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

/** What the engine gives a plugin when it creates it. Safe for use by several threads. */
public interface PluginContext {
  /** The plugin's {@code @id}, or a made-up one. */
  String id();

  /** Whether the configuration gave the {@link #id}. */
  boolean hasOwnId();

  /** Its log; lines carry the {@link #id}. */
  Logger log();

  /** Where events of this plugin go: the label it names, or the router it stands in. */
  EventSink out();

  /**
   * Where a filter emits what it held back: to the filters and the output behind it. Of any other
   * plugin the same as {@link #out}.
   */
  EventSink behind();

  /**
   * Where events of a label go in, {@code @ROOT} being the root.
   *
   * @throws ConfigException if the configuration has no such label
   */
  EventSink label(String name);

  /** Where single events go that the plugin could not handle. */
  ErrorSink errors();

  /** The clock. Nothing else tells the time. */
  InstantSource clock();

  /** Name of this machine. */
  String hostname();

  /** Settings of the process. */
  SystemSettings system();

  /**
   * Directory that is the plugin's own ({@code root_dir} and {@code @id}); empty without them. Not
   * created.
   */
  Optional<Path> storageDir();

  /** By what its chunks are told apart; empty for a plugin without a buffer. */
  Optional<ChunkKeys> chunkKeys();

  /**
   * How its buffer compresses chunks; empty for a plugin without a buffer, and for one in a {@code
   * <secondary>}, whose chunks are compressed as another output says.
   */
  default Optional<Compression> chunkCompression() {
    return Optional.empty();
  }

  /** Whether the plugin stands in a {@code <secondary>}, whose chunks are another output's. */
  default boolean secondary() {
    return false;
  }

  /** Creates a nested plugin. Its phases run with those of this plugin. */
  <P extends Plugin> P open(Child<P> child);

  /** Creates a nested output, with its buffer. */
  EventSink openOutput(Child<Output> child);

  /**
   * A thread of this plugin, not started, that logs what it dies of. Named after {@code role} and
   * the {@link #id}.
   */
  Thread thread(String role, Runnable body);

  /**
   * Calls {@code task} after {@code delay} and then every {@code period}, on a thread that must not
   * block. Stops with the plugin.
   */
  Cancellable every(Duration delay, Duration period, Runnable task);

  /** A counter of this plugin, for what the engine cannot see. */
  LongAdder counter(String name, String doc);

  /** A gauge of this plugin, for what the engine cannot see. */
  void gauge(String name, String doc, LongSupplier value);

  /** Tells others which files this input follows; {@code files} is called by any thread. */
  default void follows(Supplier<List<FollowedFile>> files) {}

  /** What can be seen of the plugins of this worker. Sees them all once they are started. */
  default Monitor monitor() {
    return Monitor.NONE;
  }

  /**
   * Something that plugins of this worker share and no other part of the process knows: what {@code
   * maker} made for the first that asked. It goes when the configuration does. Making it must have
   * no side effects.
   */
  default <T> T shared(Class<T> type, Supplier<? extends T> maker) {
    return maker.get();
  }

  /**
   * Something all plugins of the process share, such as the event loops.
   *
   * @throws IllegalStateException if the process has none
   */
  <T> T service(Class<T> type);

  /**
   * Leaves something for the same plugin of the next graph: the one with its {@code @id}, or
   * without one, with its configuration. Forgotten unless this is a reload. Call while shutting
   * down; once for each class.
   */
  default void handOver(Object what) {}

  /**
   * What the same plugin of the former graph left with {@link #handOver}; empty if this is no
   * reload. Call in {@link Plugin#start}.
   */
  default <T> Optional<T> takeOver(Class<T> type) {
    return Optional.empty();
  }

  /** Something that can be called off. */
  interface Cancellable {
    /** Calls it off; a run that has begun ends. */
    void cancel();
  }
}
