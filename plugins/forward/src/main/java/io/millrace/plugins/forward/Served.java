package io.millrace.plugins.forward;

import io.millrace.api.PluginContext;
import io.millrace.api.Size;
import io.millrace.net.ListenerRegistry;
import java.util.Optional;

/**
 * The plugin that connections belong to: a reload puts another one in its place.
 *
 * @param maxMessage longest message in bytes
 */
record Served(
    ForwardInputConfig config,
    PluginContext context,
    Optional<SecurityPolicy> security,
    EventReceiver receiver,
    PeerLog peerLog,
    long maxMessage) {
  /** Beyond it even a large heap has no use for one message. */
  private static final long MAX_MESSAGE = 256L << 20;

  static Served by(
      ForwardInputConfig config,
      PluginContext context,
      Optional<SecurityPolicy> security,
      ListenerRegistry registry) {
    long memory = registry.budget().limit();
    return new Served(
        config,
        context,
        security,
        new EventReceiver(config, context, memory),
        new PeerLog(context.log()),
        config.chunkSizeLimit().map(Size::bytes).orElse(Math.min(MAX_MESSAGE, memory)));
  }
}
