package io.millrace.engine.graph;

import io.millrace.api.AsyncChunkWriter;
import io.millrace.api.BufferDefaults;
import io.millrace.api.ChunkKeys;
import io.millrace.api.ChunkStore;
import io.millrace.api.ChunkWriter;
import io.millrace.api.ConfigException;
import io.millrace.api.DirectWriter;
import io.millrace.api.EventSink;
import io.millrace.api.Output;
import io.millrace.api.OutputFactory;
import io.millrace.config.Binder;
import io.millrace.config.BoundChild;
import io.millrace.config.ConfigElement;
import io.millrace.config.SourceLocation;
import io.millrace.engine.buffer.MemoryBudget;
import io.millrace.engine.flush.FlushMode;
import io.millrace.engine.flush.FlushTimer;
import io.millrace.engine.output.BufferConfig;
import io.millrace.engine.output.BufferResolver;
import io.millrace.engine.output.BufferSettings;
import io.millrace.engine.output.BufferedPipe;
import io.millrace.engine.output.BufferedPipeBuilder;
import io.millrace.engine.output.ChunkKeysResolver;
import io.millrace.engine.output.DirectPipe;
import io.millrace.engine.output.OutputConfig;
import io.millrace.engine.output.RoutingPipe;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Puts the right pipe in front of an output: none if it routes, a direct one if it writes at once
 * and has no {@code <buffer>}, else a buffer with its store, its retries and its secondary.
 */
final class OutputWiring {
  /** What a pipe is while its configuration has a problem: the graph is thrown away. */
  private static final EventSink NOWHERE =
      (tag, events) ->
          EventSink.failed(new IllegalStateException("this output was not configured"));

  private final GraphBuilder graph;
  private final Binder binder;
  private final MemoryBudget budget;
  private final SecondaryWiring secondaries;
  private final BufferReview review;
  private final BufferSections sections;

  OutputWiring(GraphBuilder graph, Binder binder) {
    this.graph = graph;
    this.binder = binder;
    this.budget = graph.environment().services().get(MemoryBudget.class);
    this.secondaries = new SecondaryWiring(graph, binder);
    this.review = new BufferReview(graph.diagnostics());
    this.sections = new BufferSections(graph.settings().rootDir().isPresent(), graph.diagnostics());
  }

  /** Says what is to be said of all buffers together, once every output has its pipe. */
  void review() {
    review.warnOfMemory(budget);
  }

  /** What a {@code <buffer>} section and the parameters beside it say. */
  private record Plan(
      ConfigElement section, BufferConfig config, OutputConfig common, ChunkKeys keys) {}

  /** What a pipe is made of. */
  private record Parts(BoundChild<?> bound, Plan plan, EngineContext context, Output output) {}

  /** The pipe into the output that {@code bound} configures. */
  EventSink pipe(BoundChild<?> bound, Scope scope) {
    List<ConfigElement> sections = bound.element().children("buffer");
    if (sections.size() > 1) {
      graph
          .diagnostics()
          .problem(
              sections.get(1).location(),
              "buffer",
              "'<buffer>' section cannot be written twice or more");
      return NOWHERE;
    }
    return plan(bound, sections)
        .flatMap(plan -> parts(bound, plan, scope))
        .map(parts -> pipe(parts, sections, scope))
        .orElse(NOWHERE);
  }

  private Optional<Plan> plan(BoundChild<?> bound, List<ConfigElement> sections) {
    ConfigElement element = bound.element();
    BufferDefaults defaults = defaults(bound);
    ConfigElement section =
        noted(element, () -> this.sections.of(element, sections, defaults)).orElse(null);
    if (section == null) {
      return Optional.empty();
    }
    Optional<BufferConfig> config = binder.bind(BufferConfig.class, section);
    Optional<OutputConfig> common = binder.bind(OutputConfig.class, element);
    if (config.isEmpty() || common.isEmpty()) {
      return Optional.empty();
    }
    InstantSource clock = graph.environment().clock();
    return noted(section, () -> ChunkKeysResolver.resolve(config.get(), defaults, clock))
        .map(keys -> new Plan(section, config.get(), common.get(), keys));
  }

  /**
   * What {@code step} makes of a section; empty if it refuses it, which is a problem noted then.
   */
  private <T> Optional<T> noted(ConfigElement section, Supplier<T> step) {
    try {
      return Optional.of(step.get());
    } catch (ConfigException e) {
      graph.diagnostics().problem(section.location(), e);
      return Optional.empty();
    }
  }

  private Optional<Parts> parts(BoundChild<?> bound, Plan plan, Scope scope) {
    EngineContext context =
        graph
            .contexts()
            .context("output", bound, scope, Unit.Rank.OUTPUT, Optional.of(plan.keys()))
            .storing(plan.config().compress());
    return graph
        .instantiate(bound, context)
        .filter(Output.class::isInstance)
        .map(output -> new Parts(bound, plan, context, (Output) output));
  }

  private EventSink pipe(Parts parts, List<ConfigElement> sections, Scope scope) {
    Output output = parts.output();
    ConfigElement element = parts.bound().element();
    if (output.emits()) {
      parts.context().unit().rank(Unit.Rank.ROUTING_OUTPUT);
    }
    if (output instanceof EventSink routes) {
      return routing(element, sections, parts.context(), output, routes);
    }
    if (output instanceof DirectWriter writer && sections.isEmpty()) {
      return direct(element, parts.context(), output, writer);
    }
    if (output instanceof ChunkWriter || output instanceof AsyncChunkWriter) {
      return buffered(parts, scope);
    }
    refuseBuffer(parts.plan().section(), parts.bound().type());
    return NOWHERE;
  }

  private void refuseBuffer(ConfigElement section, String type) {
    graph
        .diagnostics()
        .problem(
            section.location(),
            "buffer",
            "<buffer> section is configured, but plugin '"
                + type
                + "' doesn't support buffering: remove the section");
  }

  private EventSink routing(
      ConfigElement element,
      List<ConfigElement> sections,
      EngineContext context,
      Output output,
      EventSink routes) {
    if (!sections.isEmpty()) {
      refuseBuffer(sections.get(0), element.type().orElse(""));
    }
    refuseSecondary(element);
    context.unit().rank(Unit.Rank.ROUTING_OUTPUT);
    context.unit().add(output);
    return new RoutingPipe(routes, graph.metering().output(context.meters()));
  }

  private EventSink direct(
      ConfigElement element, EngineContext context, Output output, DirectWriter writer) {
    refuseSecondary(element);
    context.unit().add(output);
    return new DirectPipe(writer, graph.metering().output(context.meters()));
  }

  private void refuseSecondary(ConfigElement element) {
    for (ConfigElement secondary : element.children("secondary")) {
      secondary.markAllUsed();
      graph
          .diagnostics()
          .problem(
              secondary.location(),
              "secondary",
              "Invalid <secondary> section for non-buffered plugin: remove the section, or add a <buffer>");
    }
  }

  private EventSink buffered(Parts parts, Scope scope) {
    Optional<Output> secondary =
        secondaries.secondary(parts.bound(), parts.output(), parts.plan().keys(), scope);
    ChunkStore chunks = store(parts).orElse(null);
    if (chunks == null) {
      return NOWHERE;
    }
    return noted(parts.plan().section(), () -> settings(parts, chunks, secondary.isPresent()))
        .map(settings -> buffered(parts, chunks, settings, secondary))
        .orElse(NOWHERE);
  }

  private Optional<ChunkStore> store(Parts parts) {
    return binder
        .bindPlugin("buffer", parts.plan().section(), "memory")
        .flatMap(bound -> graph.instantiate(bound, parts.context()))
        .filter(ChunkStore.class::isInstance)
        .map(ChunkStore.class::cast);
  }

  private BufferSettings settings(Parts parts, ChunkStore chunks, boolean hasSecondary) {
    boolean intervalOutside = parts.bound().element().peek("flush_interval").isPresent();
    if (intervalOutside && parts.plan().config().flushMode() == FlushMode.DEFAULT) {
      parts
          .context()
          .log()
          .info(
              "flush_mode is interval, since flush_interval stands outside of <buffer> as in"
                  + " Fluentd 0.12");
    }
    BufferSettings settings =
        BufferResolver.resolve(
            parts.plan().config(),
            parts.plan().keys(),
            chunks,
            parts.plan().common(),
            hasSecondary,
            intervalOutside);
    return graph.isKeeping() ? settings.keeping() : settings;
  }

  private EventSink buffered(
      Parts parts, ChunkStore chunks, BufferSettings settings, Optional<Output> secondary) {
    SourceLocation place = parts.plan().section().location();
    review.add(parts.bound(), place, chunks, settings.limits().totalSize());
    settings.warnings().forEach(warning -> graph.diagnostics().warn(place, warning));
    BufferedPipeBuilder builder =
        BufferedPipe.of(parts.output(), chunks, settings, parts.context())
            .budget(budget)
            .statistics(graph.metering().output(parts.context().meters()))
            .backupBase(backupBase())
            .timer(FlushTimer.of(graph.environment().timer()));
    secondary.ifPresent(builder::secondary);
    BufferedPipe pipe = builder.build();
    parts.context().observed().buffered(pipe);
    parts.context().unit().add(pipe); // it leads the life of output, secondary and store
    graph.keep(parts.bound(), pipe);
    return pipe;
  }

  private static Path backupBase() {
    return Path.of(Optional.ofNullable(System.getenv("FLUENT_BACKUP_DIR")).orElse("/tmp/fluent"));
  }

  @SuppressWarnings("unchecked") // the binder made the record of this factory
  private static BufferDefaults defaults(BoundChild<?> bound) {
    return bound.factory() instanceof OutputFactory<?> factory
        ? ((OutputFactory<Record>) factory).bufferDefaults(bound.config())
        : BufferDefaults.NONE;
  }
}
