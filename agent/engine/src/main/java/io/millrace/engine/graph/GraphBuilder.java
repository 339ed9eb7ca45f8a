package io.millrace.engine.graph;

import io.millrace.api.ConfigException;
import io.millrace.api.ErrorSink;
import io.millrace.api.EventSink;
import io.millrace.api.Monitor;
import io.millrace.api.Plugin;
import io.millrace.api.SystemSettings;
import io.millrace.config.Binder;
import io.millrace.config.BoundChild;
import io.millrace.config.ConfigElement;
import io.millrace.config.Diagnostics;
import io.millrace.config.PluginCatalog;
import io.millrace.engine.output.BufferedPipe;
import io.millrace.engine.route.ErrorRoute;
import io.millrace.engine.route.MatchPattern;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;

/**
 * Makes a {@link Graph} of a configuration, without side effects: nothing is opened, so a graph can
 * be built to check a configuration and thrown away. Every problem is collected; one exception
 * tells all of them. Builds once, by one thread.
 *
 * <p>Order, as in Fluentd: labels, then the root's filters and outputs, then inputs. Routers exist
 * before any plugin, so that plugins can refer to labels that come later.
 */
public final class GraphBuilder {
  /**
   * What a graph is among those of the process.
   *
   * @param worker number of its worker, from 0
   * @param keeping whether its buffers only keep what they get, and deliver nothing
   */
  public record Role(int worker, boolean keeping) {
    static final Role FIRST = new Role(0, false);
  }

  private final Role role;
  private final Logger log;
  private final Environment environment;
  private final Diagnostics diagnostics;
  private final SystemConfig system;
  private final SystemSettings settings;
  private final Binder binder;
  private final ErrorRoute errors;
  private final Labels labels;
  private final Map<String, BufferedPipe> buffers = new LinkedHashMap<>();
  private final Handed handed = new Handed();
  private final PluginKeys keys;
  private final SharedParts shared = new SharedParts();
  private final Metering metering;
  private final PluginContexts contexts;
  private final OutputWiring outputs;

  private GraphBuilder(
      Environment environment,
      PluginCatalog catalog,
      SystemConfig system,
      Role role,
      Diagnostics diagnostics) {
    this.role = role;
    this.log = WorkerLog.of(role.worker());
    this.environment = environment;
    this.diagnostics = diagnostics;
    this.system = system;
    this.metering = new Metering(system);
    this.settings =
        new SystemSettings(
            system.rootDir(),
            role.worker(),
            system.workers(),
            system.filePermission(),
            system.dirPermission());
    this.keys = new PluginKeys(system.rootDir() + " worker " + settings.workerId());
    this.binder = new Binder(catalog, system.strictConfigValue(), diagnostics);
    this.errors = new ErrorRoute(log, system.emitErrorLogInterval());
    this.labels = new Labels(errors, diagnostics, log, system.workers());
    this.contexts = new PluginContexts(this, labels, metering, keys, diagnostics);
    this.outputs = new OutputWiring(this, binder);
  }

  /** Builds the graph of the first worker; as the other {@code build}. */
  public static Graph build(
      ConfigElement configuration,
      SystemConfig system,
      PluginCatalog catalog,
      Environment environment,
      Diagnostics diagnostics) {
    return build(configuration, system, Role.FIRST, catalog, environment, diagnostics);
  }

  /**
   * Builds the graph of {@code configuration} for one worker.
   *
   * @param role which worker's
   * @param diagnostics takes the warnings
   * @throws ConfigException with every problem of the configuration
   */
  public static Graph build(
      ConfigElement configuration,
      SystemConfig system,
      Role role,
      PluginCatalog catalog,
      Environment environment,
      Diagnostics diagnostics) {
    GraphBuilder builder = new GraphBuilder(environment, catalog, system, role, diagnostics);
    builder.read(configuration);
    builder.outputs.review();
    diagnostics.throwIfAny();
    return new Graph(
        builder.contexts,
        builder.buffers,
        builder.handed,
        system,
        name -> builder.labels.find(name).map(Scope::router));
  }

  /** Whether buffers only keep what they get. */
  boolean isKeeping() {
    return role.keeping();
  }

  Environment environment() {
    return environment;
  }

  SystemSettings settings() {
    return settings;
  }

  /** Where the failed events of the plugin with this logger go. */
  ErrorSink errors(Logger plugin) {
    return errors.of(plugin);
  }

  /**
   * Where events of a label go in.
   *
   * @throws ConfigException if there is no such label
   */
  EventSink label(String name) {
    return labels
        .find(name)
        .map(Scope::router)
        .orElseThrow(
            () ->
                new ConfigException(
                    name + " label not found: add a <label " + name + "> section, or correct it"));
  }

  private void read(ConfigElement configuration) {
    List<TopLevel.Placed> all =
        TopLevel.elements(configuration, settings.workerId(), settings.workers(), diagnostics);
    List<TopLevel.Placed> inLabels = named(all, "label");
    inLabels.forEach(labels::add);
    for (TopLevel.Placed label : inLabels) {
      labels
          .find(label.element().argument())
          .ifPresent(
              scope -> label.element().children().forEach(child -> pipelineElement(child, scope)));
    }
    for (TopLevel.Placed placed : all) {
      pipelineElement(placed.element(), labels.root().of(placed.workers()));
    }
    if (!system.withoutSource()) {
      named(all, "source")
          .forEach(placed -> input(placed.element(), labels.root().of(placed.workers())));
    } else {
      named(all, "source").forEach(placed -> placed.element().markAllUsed());
    }
  }

  private static List<TopLevel.Placed> named(List<TopLevel.Placed> all, String name) {
    return all.stream().filter(placed -> placed.element().name().equals(name)).toList();
  }

  private void pipelineElement(ConfigElement element, Scope scope) {
    if (element.name().equals("filter")) {
      filter(element, scope);
    } else if (element.name().equals("match")) {
      match(element, scope);
    }
  }

  private void filter(ConfigElement element, Scope scope) {
    Optional<MatchPattern> pattern = pattern(element);
    Optional<BoundChild<?>> bound = binder.bindPlugin("filter", element);
    if (pattern.isEmpty() || bound.isEmpty()) {
      return;
    }
    log.info(
        "adding filter{} pattern=\"{}\" type=\"{}\"", in(scope), pattern.get(), bound.get().type());
    EngineContext context =
        contexts.context("filter", bound.get(), scope, Unit.Rank.FILTER, Optional.empty());
    create(bound.get(), context)
        .ifPresent(
            plugin ->
                scope
                    .router()
                    .addFilter(
                        pattern.get(),
                        metering.filter(plugin, context.errors(), context.meters())));
  }

  /** Gives plugins their contexts. */
  PluginContexts contexts() {
    return contexts;
  }

  Metering metering() {
    return metering;
  }

  Monitor monitor() {
    return contexts.monitor();
  }

  SharedParts shared() {
    return shared;
  }

  private void match(ConfigElement element, Scope scope) {
    Optional<MatchPattern> pattern = pattern(element);
    Optional<BoundChild<?>> bound = binder.bindPlugin("output", element);
    if (pattern.isEmpty() || bound.isEmpty()) {
      return;
    }
    log.info(
        "adding match{} pattern=\"{}\" type=\"{}\"", in(scope), pattern.get(), bound.get().type());
    scope.router().addMatch(pattern.get(), output(bound.get(), scope));
  }

  private void input(ConfigElement element, Scope scope) {
    Optional<BoundChild<?>> bound = binder.bindPlugin("input", element);
    if (bound.isPresent()) {
      log.info("adding source type=\"{}\"", bound.get().type());
      create(
          bound.get(),
          contexts.context("input", bound.get(), scope, Unit.Rank.INPUT, Optional.empty()));
    }
  }

  private static String in(Scope scope) {
    return scope.label().isEmpty() ? "" : " in " + scope.label();
  }

  private Optional<MatchPattern> pattern(ConfigElement element) {
    try {
      return Optional.of(MatchPattern.parse(element.argument()));
    } catch (IllegalArgumentException e) {
      diagnostics.problem(element.location(), element.name(), String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /**
   * The pipe into an output of a {@code <match>} or a {@code <store>}; one that takes nothing if it
   * cannot be made, which is a problem noted then.
   */
  EventSink output(BoundChild<?> bound, Scope scope) {
    return outputs.pipe(bound, scope);
  }

  /** Keeps the buffer of an output: to be flushed on demand, and to be left to the next graph. */
  void keep(BoundChild<?> output, BufferedPipe pipe) {
    buffers.put(keys.unchanged(output.element()), pipe);
  }

  Handed handed() {
    return handed;
  }

  /** Creates the plugin as the last part of its unit. */
  private Optional<Plugin> create(BoundChild<?> bound, EngineContext context) {
    Optional<Plugin> plugin = instantiate(bound, context);
    plugin.ifPresent(context.unit()::add);
    return plugin;
  }

  /** Creates the plugin; empty if it refuses its settings, which is a problem noted then. */
  Optional<Plugin> instantiate(BoundChild<?> bound, EngineContext context) {
    try {
      Plugin plugin = bound.create(context);
      if (context.system().workers() > 1 && !plugin.isMultiWorkerReady()) {
        diagnostics.problem(
            bound.element().location(),
            "@type",
            "Plugin '"
                + bound.type()
                + "' does not support multi workers configuration (Fluent::Plugin::"
                + plugin.getClass().getSimpleName()
                + "): put the section into <worker N>");
      }
      return Optional.of(plugin);
    } catch (ConfigException | IllegalArgumentException e) {
      diagnostics.problem(bound.element().location(), e);
      return Optional.empty();
    }
  }

  Diagnostics diagnostics() {
    return diagnostics;
  }
}
