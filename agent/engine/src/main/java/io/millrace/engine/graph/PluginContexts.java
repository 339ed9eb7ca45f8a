package io.millrace.engine.graph;

import io.millrace.api.ChunkKeys;
import io.millrace.api.EventSink;
import io.millrace.config.BoundChild;
import io.millrace.config.ConfigElement;
import io.millrace.config.Diagnostics;
import io.millrace.engine.graph.SystemConfig.LogLevel;
import io.millrace.engine.metrics.Meters;
import io.millrace.engine.metrics.PluginMeters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Gives each plugin of a graph, before it is made, what it has of the graph: its id, its place in
 * the lifecycle, its log and what is measured of it, and where its own events go. Used by one
 * thread.
 */
final class PluginContexts {
  private final GraphBuilder graph;
  private final Labels labels;
  private final Metering metering;
  private final Diagnostics diagnostics;
  private final PluginKeys keys;
  private final PluginLogLevels logLevels;
  private final Map<String, ConfigElement> ids = new HashMap<>();
  private final List<Unit> units = new ArrayList<>();
  private final Meters meters = new Meters();
  private final GraphMonitor monitor = new GraphMonitor();
  private int sequence;

  PluginContexts(
      GraphBuilder graph,
      Labels labels,
      Metering metering,
      PluginKeys keys,
      Diagnostics diagnostics) {
    this.graph = graph;
    this.labels = labels;
    this.metering = metering;
    this.keys = keys;
    this.diagnostics = diagnostics;
    this.logLevels = new PluginLogLevels(graph.environment().logLevels());
  }

  /** The units of all plugins so far, in the order of the configuration. */
  List<Unit> units() {
    return units;
  }

  Meters meters() {
    return meters;
  }

  GraphMonitor monitor() {
    return monitor;
  }

  PluginLogLevels logLevels() {
    return logLevels;
  }

  /** The context of the plugin that {@code bound} describes; what is wrong with it is noted. */
  EngineContext context(
      String category,
      BoundChild<?> bound,
      Scope scope,
      Unit.Rank rank,
      Optional<ChunkKeys> chunkKeys) {
    ConfigElement element = bound.element();
    PluginIdentity identity = identity(element);
    element
        .text("@log_level")
        .or(() -> element.text("log_level"))
        .ifPresent(level -> logLevel(element, identity, level));
    Unit unit = new Unit(identity.id(), rank);
    units.add(unit);
    PluginMeters pluginMeters = meters.add(category, identity.id(), bound.type());
    Observed observed = monitor.add(new Observed(scope, element, pluginMeters));
    EventSink out = destination(category, element, scope, pluginMeters);
    EventSink behind = category.equals("filter") ? scope.router().behindNext() : out;
    String key = keys.same(element, identity);
    return new EngineContext(
        graph, scope, identity, key, unit, pluginMeters, observed, out, behind, chunkKeys);
  }

  private PluginIdentity identity(ConfigElement element) {
    PluginIdentity identity = PluginIdentity.of(element, ++sequence, graph.settings().workerId());
    ConfigElement other = identity.own() ? ids.putIfAbsent(identity.id(), element) : null;
    if (other != null) {
      diagnostics.problem(
          element.location(),
          "@id",
          "Duplicated plugin id `"
              + identity.id()
              + "`. Check whole configuration and fix it. It is also at "
              + other.location());
    }
    return identity;
  }

  private void logLevel(ConfigElement element, PluginIdentity identity, String level) {
    try {
      logLevels.add(identity.logger(), LogLevel.valueOf(level.toUpperCase(Locale.ROOT)));
    } catch (IllegalArgumentException e) {
      diagnostics.problem(
          element.location(),
          "@log_level",
          "valid options are trace,debug,info,warn,error,fatal but got " + level);
    }
  }

  /** Where a plugin's own events go: the label it names, or where it stands. */
  private EventSink destination(
      String category, ConfigElement element, Scope scope, PluginMeters pluginMeters) {
    Optional<String> label = element.text("@label");
    Scope target = scope;
    if (label.isPresent()) {
      Optional<Scope> named = labels.find(label.get());
      if (named.isEmpty()) {
        diagnostics.problem(element.location(), "@label", label.get() + " label not found");
      } else {
        target = named.get();
      }
    }
    return category.equals("input")
        ? metering.input(target.router(), pluginMeters)
        : target.router();
  }
}
