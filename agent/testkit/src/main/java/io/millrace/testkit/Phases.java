package io.millrace.testkit;

import io.millrace.api.Plugin;

/** Takes one plugin through its life in the engine's order. */
final class Phases {
  private Phases() {}

  static void start(Plugin plugin) throws Exception {
    plugin.start();
    plugin.afterStart();
  }

  static void stop(Plugin plugin) {
    try {
      plugin.stop();
      plugin.beforeShutdown();
      plugin.shutdown();
      plugin.afterShutdown();
      plugin.close();
      plugin.terminate();
    } catch (Exception e) {
      throw new AssertionError("the plugin does not stop", e);
    }
  }
}
