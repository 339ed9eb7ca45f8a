package io.millrace.engine.output;

import io.millrace.api.Plugin;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs a phase of several plugins; one that fails does not keep the others from theirs. */
final class Phases {
  /** A phase. */
  interface Phase {
    void run(Plugin plugin) throws Exception;
  }

  private final List<Plugin> plugins;

  private Phases(List<Plugin> plugins) {
    this.plugins = plugins;
  }

  static Phases of(List<Plugin> plugins) {
    return new Phases(plugins);
  }

  /** Throws the first failure after all have run. */
  void run(Phase phase) throws Exception {
    @Nullable Exception first = null;
    for (Plugin plugin : plugins) {
      try {
        phase.run(plugin);
      } catch (Exception e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
