package io.millrace.testkit;

import io.millrace.api.AgentInfo;
import io.millrace.api.EventSink;
import io.millrace.api.LogDevice;
import io.millrace.config.Binder;
import io.millrace.config.ConfigElement;
import io.millrace.config.ConfigLoader;
import io.millrace.config.Diagnostics;
import io.millrace.config.PluginCatalog;
import io.millrace.config.SourceLocation;
import io.millrace.engine.buffer.MemoryBudget;
import io.millrace.engine.graph.Environment;
import io.millrace.engine.graph.Graph;
import io.millrace.engine.graph.GraphBuilder;
import io.millrace.engine.graph.Services;
import io.millrace.engine.graph.SystemConfig;
import io.millrace.expr.ScriptHost;
import io.millrace.net.EventLoops;
import io.millrace.net.ListenerRegistry;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Runs a whole configuration: for what only several plugins together can show. */
public final class GraphDriver implements AutoCloseable {
  private static final PluginCatalog CATALOG =
      PluginCatalog.load(GraphDriver.class.getClassLoader());
  private static final long EMIT_SECONDS = 20;

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "test-timer");
            thread.setDaemon(true);
            return thread;
          });
  private final Services services = new Services();
  private final Diagnostics diagnostics = new Diagnostics();
  private final Graph graph;

  private GraphDriver(String configuration) {
    services
        .add(MemoryBudget.class, () -> new MemoryBudget(1L << 28))
        .add(AgentInfo.class, GraphDriver::info)
        .add(LogDevice.class, () -> lines -> {})
        .add(EventLoops.class, EventLoops::new)
        .add(ListenerRegistry.class, () -> new ListenerRegistry(services.get(EventLoops.class)));
    ScriptHost host = new ScriptHost(Map.of(), "host", InstantSource.system(), ZoneOffset.UTC);
    ConfigElement root = new ConfigLoader(host, "").parse(configuration, "fluent.conf").root();
    ConfigElement section =
        root.children("system").stream()
            .findFirst()
            .orElseGet(
                () -> ConfigElement.builder("system", "", new SourceLocation("none", 1)).build());
    SystemConfig system =
        new Binder(CATALOG, false, diagnostics).bind(SystemConfig.class, section).orElseThrow();
    graph =
        GraphBuilder.build(
            root,
            system,
            CATALOG,
            new Environment(
                InstantSource.system(), "test-host", services, timer, (logger, level) -> {}),
            diagnostics);
  }

  private static AgentInfo info() {
    return new AgentInfo("1.2.3", Optional.of("fluent.conf"), Optional.empty(), List.of());
  }

  /**
   * The graph of {@code configuration}, not started.
   *
   * @throws io.millrace.api.ConfigException if it has problems
   */
  public static GraphDriver of(String configuration) {
    return new GraphDriver(configuration);
  }

  /** Starts it. */
  public GraphDriver start() throws Exception {
    graph.start();
    return this;
  }

  /** Emits into the root, one event after the other. */
  public void emit(TestEvent... events) throws Exception {
    EventSink root = graph.label("@ROOT").orElseThrow();
    for (TestEvent event : events) {
      root.emit(event.tag(), TestEvent.pack(event))
          .toCompletableFuture()
          .get(EMIT_SECONDS, TimeUnit.SECONDS);
    }
  }

  /** What is odd about the configuration. */
  public List<String> warnings() {
    return diagnostics.warnings();
  }

  /** The graph. */
  public Graph graph() {
    return graph;
  }

  /** Stops it, and everything it used. */
  @Override
  public void close() {
    graph.stop();
    services.close();
    timer.shutdownNow();
  }
}
