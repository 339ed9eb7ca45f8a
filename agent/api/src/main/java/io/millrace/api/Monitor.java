package io.millrace.api;

import java.util.List;
import java.util.Optional;

/**
 * What can be seen of all plugins that run beside one, in the same worker: for plugins that tell
 * about the agent. Safe for use by several threads. Every call reads the values anew and may wait
 * for a buffer's lock, so it is not for an io thread.
 */
public interface Monitor {
  /** Sees nothing. */
  Monitor NONE =
      new Monitor() {
        @Override
        public List<PluginStatus> plugins() {
          return List.of();
        }

        @Override
        public Optional<PluginStatus> outputOf(Tag tag) {
          return Optional.empty();
        }
      };

  /**
   * All plugins, in the order of Fluentd's monitor agent: inputs, outputs of the root (one with
   * stores is followed by them), filters of the root, then outputs and filters of each label. What
   * stands in a {@code <secondary>} is not listed.
   */
  List<PluginStatus> plugins();

  /** The first output of the root whose pattern matches {@code tag}. */
  Optional<PluginStatus> outputOf(Tag tag);
}
