package io.millrace.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.ConfigException;
import io.millrace.api.DirectWriter;
import io.millrace.api.EventSink;
import io.millrace.api.Handover;
import io.millrace.api.Output;
import io.millrace.api.OutputFactory;
import io.millrace.api.PluginContext;
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
import io.millrace.event.EventStream;
import io.millrace.event.EventTime;
import io.millrace.event.EventsBuilder;
import io.millrace.event.PackedEvents;
import io.millrace.expr.ScriptHost;
import io.millrace.net.EventLoops;
import io.millrace.net.ListenerRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What graphs leave to each other at a reload, with real plugins in this process. */
class ReloaderTest {
  private static final PluginCatalog CATALOG = catalog();
  private static final String OTHER_LABEL =
      "<label @NEW>\n<match **>\n@type null\n</match>\n</label>\n";
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final Services services = services();

  private final Map<String, LogLevel> levels = new HashMap<>();
  private final ExecutorService reloading = Executors.newSingleThreadExecutor();
  private final AtomicInteger left = new AtomicInteger();

  @TempDir Path dir;

  /** An output that throws an error when it is asked to stop, and counts those that run. */
  private static final class Brittle implements Output, DirectWriter {
    static final AtomicInteger RUNNING = new AtomicInteger();

    /** Nothing to set. */
    record Config() {}

    Brittle(Config config, PluginContext context) {}

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
        super("brittle", "Breaks.", Config.class, Brittle::new);
      }
    }
  }

  private static PluginCatalog catalog() {
    List<PluginFactory<?, ?>> factories = new ArrayList<>(List.of(new Brittle.Factory()));
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

  @AfterEach
  void close() {
    services.close();
    timer.shutdownNow();
    reloading.shutdownNow();
  }

  private WorkerConfigs configs(String text, int workers) {
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

  private Workers build(WorkerConfigs configs) {
    return Workers.build(
        configs,
        CATALOG,
        new Environment(InstantSource.system(), "host", services, timer, this::level));
  }

  private void level(String logger, Optional<LogLevel> level) {
    level.ifPresentOrElse(given -> levels.put(logger, given), () -> levels.remove(logger));
  }

  private Workers started(String text) throws Exception {
    Workers workers = build(configs(text, 1));
    workers.start();
    return workers;
  }

  private Workers reload(Workers old, String text) throws Exception {
    return new Reloader(
            services, () -> configs(text, 1), this::build, leaving -> left.incrementAndGet())
        .reload(old);
  }

  private String output(String more) {
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

  private static void emit(Workers workers) {
    workers.graphs().forEach(ReloaderTest::emit);
  }

  private static void emit(Graph graph) {
    EventsBuilder events = new EventsBuilder(64);
    events.begin(EventTime.ofSeconds(1)).value(Map.of("n", 1));
    EventSink root = graph.label("@ROOT").orElseThrow();
    root.emit(Tag.of("app"), events.build()).toCompletableFuture().join();
  }

  private List<String> lines() throws IOException {
    Path out = dir.resolve("out.log");
    return Files.exists(out) ? Files.readAllLines(out) : List.of();
  }

  @Test
  void anUnchangedOutputKeepsWhatItHasInMemory() throws Exception {
    Workers old = started(output(""));
    emit(old);

    Workers next = reload(old, OTHER_LABEL + output(""));

    assertThat(next).isNotSameAs(old);
    assertThat(lines()).isEmpty();
    emit(next);
    next.stop();
    assertThat(lines()).hasSize(2);
  }

  @Test
  void anOutputThatChangedIsFlushedAsAtAShutdown() throws Exception {
    Workers old = started(output(""));
    emit(old);

    Workers next = reload(old, output("compress text"));

    assertThat(lines()).hasSize(1);
    next.stop();
    assertThat(lines()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aChunkInMemoryThatIsBeingSentIsWaitedForAndSentOnce(boolean outputChanges) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      server.setSoTimeout(Math.toIntExact(TIMEOUT.toMillis()));
      String config = forward(server.getLocalPort());
      String other = outputChanges ? config.replace("64m", "65m") : config + OTHER_LABEL;
      Workers old = started(config);
      PackedEvents huge = huge();
      EventSink root = old.graphs().get(0).label("@ROOT").orElseThrow();
      root.emit(Tag.of("app"), huge).toCompletableFuture().join();
      try (Socket peer = server.accept()) {
        assertThat(peer.getInputStream().readNBytes(1)).hasSize(1);

        Future<Workers> next = reloading.submit(() -> reload(old, other));
        Awaitility.await().atMost(TIMEOUT).until(() -> left.get() == 1);
        assertThat(next).as("while most of it is still to be sent").isNotDone();
        byte[] rest = peer.getInputStream().readAllBytes();

        next.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS).stop();
        int head = 9; // after the byte above: tag "app" and the length of the entries
        assertThat(Arrays.copyOfRange(rest, head, head + huge.byteSize()))
            .isEqualTo(huge.bytes().toBytes());
      }
      server.setSoTimeout(1);
      assertThatThrownBy(server::accept)
          .as("nothing is sent again")
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  private static String forward(int port) {
    return """
        <match app>
          @type forward
          heartbeat_type none
          <server>
            host 127.0.0.1
            port %d
          </server>
          <buffer tag>
            @type memory
            flush_mode immediate
            chunk_limit_size 64m
          </buffer>
        </match>
        """
        .formatted(port);
  }

  /** More than the kernel takes of a connection whose other end reads nothing. */
  private static PackedEvents huge() {
    EventsBuilder events = new EventsBuilder(1 << 25);
    for (int i = 0; i < 32; i++) {
      events.begin(EventTime.ofSeconds(i)).value(Map.of("text", "x".repeat(1 << 20)));
    }
    return events.build();
  }

  @Test
  void aConfigurationWithAProblemChangesNothing() throws Exception {
    Workers old = started(output(""));

    Workers same = reload(old, "<match **>\n@type nothing_of_the_kind\n</match>\n");

    assertThat(same).isSameAs(old);
    emit(same);
    same.stop();
    assertThat(lines()).hasSize(1);
  }

  @Test
  void aPluginWhoseLibraryIsMissingChangesNothing() throws Exception {
    Workers old = started(output(""));
    Reloader reloader =
        new Reloader(
            services,
            () -> configs(output(""), 1),
            configs -> {
              throw new NoClassDefFoundError("org/example/Missing");
            },
            leaving -> {});

    assertThat(reloader.reload(old)).isSameAs(old);
    old.stop();
  }

  @Test
  void theLevelOfAPluginsLogEndsWithItsGraph() throws Exception {
    String loud = "<match loud>\n@type null\n@id loud\n@log_level debug\n</match>\n";
    Workers old = build(configs(loud, 1));
    assertThat(levels).isEmpty();
    old.start();
    assertThat(levels).containsOnly(Map.entry("plugin.loud", LogLevel.DEBUG));

    Workers next = reload(old, loud.replace("@log_level debug\n", ""));

    assertThat(levels).isEmpty();
    next.stop();
  }

  @Test
  void aConfigurationThatDoesNotStartMakesWayForTheOldOne() throws Exception {
    Workers old = started(output(""));
    emit(old);
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Workers again =
          reload(
              old,
              "<source>\n@type forward\nbind 127.0.0.1\nport %d\n</source>\n%s"
                  .formatted(taken.getLocalPort(), output("")));

      assertThat(again.configs()).isSameAs(old.configs());
      assertThat(lines()).isEmpty();
      again.stop();
    }
    assertThat(lines()).hasSize(1);
  }

  @Test
  void whateverFailsAsTheOldGraphsAreLeftTheyEndBeforeOthersStart() throws Exception {
    String brittle = "<match brittle>\n@type brittle\n</match>\n" + output("");
    Workers old = started(brittle);
    emit(old);
    AtomicInteger leaving = new AtomicInteger();
    Reloader reloader =
        new Reloader(
            services,
            () -> configs(brittle, 1),
            this::build,
            workers -> {
              if (leaving.getAndIncrement() == 0) {
                throw new IllegalStateException("cannot leave");
              }
            });

    Workers again = reloader.reload(old);

    assertThat(again.configs()).isSameAs(old.configs());
    assertThat(Brittle.RUNNING).hasValue(1);
    emit(again);
    again.stop();
    assertThat(Brittle.RUNNING).hasValue(0);
    assertThat(lines()).hasSize(2);
  }

  @Test
  void aPluginThatBreaksWhenItIsToEndKeepsNothingRunning() throws Exception {
    Workers old = started("<match brittle>\n@type brittle\n</match>\n" + output(""));
    emit(old);

    Workers next = reload(old, output(""));

    assertThat(next).isNotSameAs(old);
    assertThat(Brittle.RUNNING).hasValue(0);
    next.stop();
    assertThat(lines()).hasSize(1);
  }

  @Test
  void listenersThatCannotBePausedLeaveEverythingAsItIs() throws Exception {
    Workers old = started(output(""));
    services
        .add(
            BrokenHandover.class,
            () ->
                new BrokenHandover() {
                  @Override
                  public void begin() {
                    throw new IllegalStateException("cannot pause");
                  }

                  @Override
                  public void end() {}
                })
        .get(BrokenHandover.class);

    assertThat(reload(old, output("compress text"))).isSameAs(old);
    emit(old);
    old.stop();
    assertThat(lines()).hasSize(1);
  }

  private interface BrokenHandover extends Handover {}

  @Test
  void filesThatAreFollowedWithoutAPositionFileAreReadOn() throws Exception {
    Path log = Files.writeString(dir.resolve("in.log"), "before the start\n");
    String tail =
        """
        <source>
          @type tail
          path %s
          tag app
          <parse>
            @type none
          </parse>
        </source>
        """
            .formatted(log);
    String out = output("").replace("1h", "1s");
    Workers old = started(tail + out);
    Awaitility.await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () -> {
              Files.writeString(log, "line\n", StandardOpenOption.APPEND);
              assertThat(lines()).isNotEmpty();
            });
    old.stop();
    Files.writeString(log, "while nobody read\n", StandardOpenOption.APPEND);
    Workers next = build(configs(tail + out, 1));
    next.takeFrom(old);
    next.start();

    Awaitility.await()
        .atMost(TIMEOUT)
        .until(() -> lines().stream().anyMatch(line -> line.contains("while nobody read")));
    next.stop();
    assertThat(lines()).hasSize(Files.readAllLines(log).size() - 1);
  }

  @Test
  void aPluginThatIsNotForSeveralWorkersMustStandInASectionOfOne() {
    String tail =
        "<source>\n@type tail\npath /x\ntag app\n<parse>\n@type none\n</parse>\n</source>\n";

    assertThatThrownBy(() -> build(configs(tail, 2)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(
            "Plugin 'tail' does not support multi workers configuration (Fluent::Plugin::TailInput)");
    assertThat(build(configs("<worker 1>\n" + tail + "</worker>\n", 2)).graphs()).hasSize(2);
  }

  @Test
  void eachWorkerReadsItsOwnNumber() throws Exception {
    Workers workers =
        build(
            configs(
                "<match **>\n@type file\npath \"%s/of-#{worker_id}\"\n</match>\n".formatted(dir),
                2));
    workers.start();
    emit(workers);
    workers.stop();

    try (var files = Files.list(dir)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .anyMatch(name -> name.startsWith("of-0"))
          .anyMatch(name -> name.startsWith("of-1"));
    }
  }
}
