package io.millrace.engine.graph;

import io.millrace.api.AsyncChunkWriter;
import io.millrace.api.ChunkKeys;
import io.millrace.api.ChunkWriter;
import io.millrace.api.CustomFormat;
import io.millrace.api.Output;
import io.millrace.api.Plugin;
import io.millrace.config.Binder;
import io.millrace.config.BoundChild;
import io.millrace.config.ConfigElement;
import java.util.List;
import java.util.Optional;

/**
 * Makes the output of a {@code <secondary>}: of the type of its primary if it names none. It gets
 * the primary's chunks as they are.
 */
final class SecondaryWiring {
  private final GraphBuilder graph;
  private final Binder binder;

  SecondaryWiring(GraphBuilder graph, Binder binder) {
    this.graph = graph;
    this.binder = binder;
  }

  /**
   * The secondary of {@code primary}, if its section has one; one that cannot be made is a problem
   * noted.
   *
   * @param keys the primary's chunk keys
   */
  Optional<Output> secondary(BoundChild<?> primary, Output output, ChunkKeys keys, Scope scope) {
    List<ConfigElement> sections = primary.element().children("secondary");
    if (sections.isEmpty()) {
      return Optional.empty();
    }
    if (sections.size() > 1) {
      refuse(sections.get(1), "'<secondary>' section cannot be written twice or more");
      return Optional.empty();
    }
    ConfigElement section = sections.get(0);
    if (refusesNested(section)) {
      return Optional.empty();
    }
    Optional<BoundChild<?>> bound = binder.bindPlugin("output", section, primary.type());
    if (bound.isEmpty()) {
      return Optional.empty();
    }
    EngineContext context =
        graph
            .contexts()
            .context("output", bound.get(), scope, Unit.Rank.OUTPUT, Optional.of(keys))
            .standInSecondary();
    Optional<Plugin> plugin = graph.instantiate(bound.get(), context);
    if (plugin.isEmpty()) {
      return Optional.empty();
    }
    if (plugin.get() instanceof ChunkWriter || plugin.get() instanceof AsyncChunkWriter) {
      warnOfFormats(primary, output, bound.get(), plugin.get());
      return plugin.map(Output.class::cast);
    }
    refuse(
        section,
        "Failed to setup secondary plugin in '"
            + primary.type()
            + "'. '"
            + bound.get().type()
            + "' plugin in not allowed due to non buffered output");
    return Optional.empty();
  }

  /** A secondary has the chunks of the primary, and no secondary of its own. */
  private boolean refusesNested(ConfigElement section) {
    boolean refuses = false;
    for (String name : List.of("buffer", "secondary")) {
      for (ConfigElement nested : section.children(name)) {
        nested.markAllUsed();
        refuse(nested, "<secondary> section cannot have <" + name + "> section: remove it");
        refuses = true;
      }
    }
    return refuses;
  }

  private void refuse(ConfigElement section, String why) {
    graph.diagnostics().problem(section.location(), "secondary", why);
  }

  /** Chunks hold what the primary formats; only secondary_file is made for anybody's. */
  private void warnOfFormats(
      BoundChild<?> primary, Output output, BoundChild<?> secondary, Plugin plugin) {
    boolean formatted = output instanceof CustomFormat || plugin instanceof CustomFormat;
    if (formatted
        && output.getClass() != plugin.getClass()
        && !secondary.type().equals("secondary_file")) {
      graph
          .diagnostics()
          .warn(
              secondary.element().location(),
              "Use different plugin for secondary. Check the plugin works with primary like"
                  + " secondary_file primary=\""
                  + primary.type()
                  + "\" secondary=\""
                  + secondary.type()
                  + "\"");
    }
  }
}
