package io.millrace.net;

import io.millrace.api.PluginContext;

/**
 * Who asks for a listener: plugins of different workers share one, two of the same worker do not.
 *
 * @param plugin its id, for messages
 * @param worker number of its worker
 */
record Claimant(String plugin, int worker) {
  static Claimant of(PluginContext context) {
    return new Claimant(context.id(), context.system().workerId());
  }
}
