package io.millrace.engine.graph;

import io.millrace.config.ConfigElement;
import java.util.Optional;

/**
 * Who a plugin is.
 *
 * @param id its {@code @id}, or a made-up one
 * @param own whether the configuration gave the id
 */
record PluginIdentity(String id, boolean own) {
  static PluginIdentity of(ConfigElement element, int sequence) {
    Optional<String> given = element.id();
    return given
        .map(id -> new PluginIdentity(id, true))
        .orElseGet(() -> new PluginIdentity(String.format("object:%x", sequence), false));
  }

  /** Name of its logger; the log prints the id of those that have their own. */
  String logger() {
    return own ? "plugin." + id : "unnamed." + id;
  }
}
