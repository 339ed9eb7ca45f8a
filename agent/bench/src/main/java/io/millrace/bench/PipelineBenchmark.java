package io.millrace.bench;

import io.millrace.api.EventSink;
import io.millrace.api.LogDevice;
import io.millrace.api.Tag;
import io.millrace.config.Binder;
import io.millrace.config.ConfigElement;
import io.millrace.config.ConfigLoader;
import io.millrace.config.Diagnostics;
import io.millrace.config.PluginCatalog;
import io.millrace.engine.buffer.MemoryBudget;
import io.millrace.engine.graph.Environment;
import io.millrace.engine.graph.Graph;
import io.millrace.engine.graph.GraphBuilder;
import io.millrace.engine.graph.Services;
import io.millrace.engine.graph.SystemConfig;
import io.millrace.event.PackedEvents;
import io.millrace.expr.ScriptHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Streams of a thousand events through parts of a real graph. Figures are per event. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PipelineBenchmark {
  private static final String CONFIGURATION =
      """
      <label @GREP>
        <filter **>
          @type grep
          <regexp>
            key level
            pattern /error|info/
          </regexp>
          <exclude>
            key $.kubernetes.namespace_name
            pattern /^kube-system$/
          </exclude>
        </filter>
        <match **>
          @type null
        </match>
      </label>
      <label @TRANSFORM>
        <filter **>
          @type record_transformer
          <record>
            host ${hostname}
            tag ${tag}
            line ${record["stream"]} ${record["log"]}
          </record>
        </filter>
        <match **>
          @type null
        </match>
      </label>
      <label @MEMORY>
        <match **>
          @type null
          <buffer tag>
            @type memory
            flush_interval 1s
            flush_thread_burst_interval 0
            overflow_action block
          </buffer>
        </match>
      </label>
      <label @FILE>
        <match **>
          @type null
          <buffer tag>
            @type file
            path %s/buffer
            flush_interval 1s
            flush_thread_burst_interval 0
            chunk_limit_size 8m
            overflow_action block
          </buffer>
        </match>
      </label>
      """;

  private final PackedEvents events = Samples.containerLogs();
  private final Tag tag = Tag.of("kubernetes.var.log.containers.checkout");
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private Services services;
  private Path dir;
  private Graph graph;
  private EventSink grep;
  private EventSink transform;
  private EventSink memory;
  private EventSink file;

  /** Builds and starts the graph. */
  @Setup
  public void start() throws Exception {
    dir = Files.createTempDirectory("millrace-bench");
    InstantSource clock = InstantSource.system();
    services = new Services();
    services
        .add(MemoryBudget.class, MemoryBudget::halfOfHeap)
        .add(LogDevice.class, () -> lines -> {});
    Environment environment =
        new Environment(clock, "bench", services, timer, (logger, level) -> {});
    ConfigElement configuration =
        new ConfigLoader(new ScriptHost(Map.of(), "bench", clock, ZoneOffset.UTC), "0")
            .parse(CONFIGURATION.formatted(dir), "bench")
            .root();
    PluginCatalog catalog = PluginCatalog.load(PipelineBenchmark.class.getClassLoader());
    Diagnostics diagnostics = new Diagnostics();
    SystemConfig system =
        new Binder(catalog, false, diagnostics)
            .bind(
                SystemConfig.class,
                ConfigElement.builder("system", "", configuration.location()).build())
            .orElseThrow();
    graph = GraphBuilder.build(configuration, system, catalog, environment, diagnostics);
    graph.start();
    grep = graph.label("@GREP").orElseThrow();
    transform = graph.label("@TRANSFORM").orElseThrow();
    memory = graph.label("@MEMORY").orElseThrow();
    file = graph.label("@FILE").orElseThrow();
  }

  /** Stops it and removes its files. */
  @TearDown
  public void stop() throws IOException {
    graph.stop();
    services.close();
    timer.shutdownNow();
    try (Stream<Path> files = Files.walk(dir)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** Two conditions, all events kept. */
  @Benchmark
  @OperationsPerInvocation(Samples.EVENTS)
  public CompletionStage<Void> grep() {
    return grep.emit(tag, events);
  }

  /** Three fields added by placeholders. */
  @Benchmark
  @OperationsPerInvocation(Samples.EVENTS)
  public CompletionStage<Void> recordTransformer() {
    return transform.emit(tag, events);
  }

  /** Into a memory buffer, flushed behind our back; waits when it is full. */
  @Benchmark
  @OperationsPerInvocation(Samples.EVENTS)
  public void appendToMemory() {
    memory.emit(tag, events).toCompletableFuture().join();
  }

  /** Into a file buffer, flushed behind our back; waits when it is full. */
  @Benchmark
  @OperationsPerInvocation(Samples.EVENTS)
  public void appendToFile() {
    file.emit(tag, events).toCompletableFuture().join();
  }
}
