package io.millrace.engine.metrics;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What is measured of all plugins of a graph, in the order they were created. Safe for use by
 * several threads.
 */
public final class Meters {
  private final List<PluginMeters> plugins = new CopyOnWriteArrayList<>();

  /** Adds a plugin. */
  public PluginMeters add(String category, String id, String type) {
    PluginMeters meters = new PluginMeters(category, id, type);
    plugins.add(meters);
    return meters;
  }

  /** The plugins. */
  public List<PluginMeters> plugins() {
    return List.copyOf(plugins);
  }
}
