package io.millrace.verify;

import io.millrace.api.EventSink;
import io.millrace.api.PluginFactory;
import io.millrace.api.Tag;
import io.millrace.config.Binder;
import io.millrace.config.ConfigElement;
import io.millrace.config.ConfigLoader;
import io.millrace.config.Diagnostics;
import io.millrace.config.PluginCatalog;
import io.millrace.config.SourceLocation;
import io.millrace.engine.buffer.MemoryBudget;
import io.millrace.engine.graph.Environment;
import io.millrace.engine.graph.Graph;
import io.millrace.engine.graph.Services;
import io.millrace.engine.graph.SystemConfig;
import io.millrace.engine.graph.SystemConfig.LogLevel;
import io.millrace.engine.reload.Reloader;
import io.millrace.engine.worker.WorkerConfigs;
import io.millrace.engine.worker.Workers;
import io.millrace.event.EventTime;
import io.millrace.event.EventsBuilder;
import io.millrace.expr.ScriptHost;
import io.millrace.net.EventLoops;
import io.millrace.net.ListenerRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;

/** Graphs in this process, with real plugins, and their reloads. */
final class ReloadFixture implements AutoCloseable {
  static final Duration TIMEOUT = Duration.ofSeconds(20);

  /** A section that changes nothing for those beside it. */
  static final String OTHER_LABEL = "<label @NEW>\n<match **>\n@type null\n</match>\n</label>\n";

  private static final PluginCatalog CATALOG = catalog();

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final Path dir;
  final Services services = services();
  final Map<String, LogLevel> levels = new HashMap<>();
  final AtomicInteger left = new AtomicInteger();

  /** Whose outputs write to {@code dir}. */
  ReloadFixture(Path dir) {
    this.dir = dir;
  }

  private static PluginCatalog catalog() {
    List<PluginFactory<?, ?>> factories = new ArrayList<>(List.of(new BrittleOutput.Factory()));
    ServiceLoader.load(PluginFactory.class).forEach(factories::add);
    return new PluginCatalog(factories);
  }

  private static Services services() {
    Services services = new Services();
    return services
        .add(MemoryBudget.class, MemoryBudget::halfOfHeap)
        .add(EventLoops.class, EventLoops::new)
        .add(ListenerRegistry.class, () -> new ListenerRegistry(services.get(EventLoops.class)));
  }

  @Override
  public void close() {
    services.close();
    timer.shutdownNow();
  }

  WorkerConfigs configs(String text, int workers) {
    List<ConfigElement> trees = new ArrayList<>();
    for (int worker = 0; worker < workers; worker++) {
      ScriptHost host = new ScriptHost(Map.of(), "host", InstantSource.system(), ZoneOffset.UTC);
      trees.add(new ConfigLoader(host, Integer.toString(worker)).parse(text, "fluent.conf").root());
    }
    SystemConfig system =
        new Binder(CATALOG, false, new Diagnostics())
            .bind(
                SystemConfig.class,
                ConfigElement.builder("system", "", new SourceLocation("none", 1))
                    .add("workers", Integer.toString(workers))
                    .build())
            .orElseThrow();
    return new WorkerConfigs(trees, system);
  }

  Workers build(WorkerConfigs configs) {
    return Workers.build(
        configs,
        CATALOG,
        new Environment(InstantSource.system(), "host", services, timer, this::level));
  }

  private void level(String logger, Optional<LogLevel> level) {
    level.ifPresentOrElse(given -> levels.put(logger, given), () -> levels.remove(logger));
  }

  Workers started(String text) throws Exception {
    Workers workers = build(configs(text, 1));
    workers.start();
    return workers;
  }

  Workers reload(Workers old, String text) throws Exception {
    return new Reloader(
            services, () -> configs(text, 1), this::build, leaving -> left.incrementAndGet())
        .reload(old);
  }

  /** A configuration with a file behind a buffer in memory. */
  String output(String more) {
    return """
        <match app>
          @type file
          path %s/out
          append true
          %s
          <buffer []>
            @type memory
            flush_interval 1h
          </buffer>
        </match>
        """
        .formatted(dir, more);
  }

  /** Emits an event to each worker. */
  static void emit(Workers workers) {
    workers.graphs().forEach(ReloadFixture::emit);
  }

  private static void emit(Graph graph) {
    EventsBuilder events = new EventsBuilder(64);
    events.begin(EventTime.ofSeconds(1)).value(Map.of("n", 1));
    EventSink root = graph.label("@ROOT").orElseThrow();
    root.emit(Tag.of("app"), events.build()).toCompletableFuture().join();
  }

  /** What that file holds. */
  List<String> lines() throws IOException {
    Path out = dir.resolve("out.log");
    return Files.exists(out) ? Files.readAllLines(out) : List.of();
  }
}
