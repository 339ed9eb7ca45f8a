package io.millrace.engine.graph;

import io.millrace.config.ConfigElement;
import java.util.Optional;

/**
 * Who a plugin is.
 *
 * @param id its {@code @id}, or a made-up one
 * @param own whether the configuration gave the id
 * @param worker number of its worker
 */
record PluginIdentity(String id, boolean own, int worker) {
  static PluginIdentity of(ConfigElement element, int sequence, int worker) {
    Optional<String> given = element.id();
    return given
        .map(id -> new PluginIdentity(id, true, worker))
        .orElseGet(() -> new PluginIdentity(String.format("object:%x", sequence), false, worker));
  }

  /** Name of its logger; the log prints the id of those that have their own. */
  String logger() {
    return WorkerLog.name(worker, (own ? "plugin." : "unnamed.") + id);
  }
}
