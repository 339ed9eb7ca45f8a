package io.millrace.plugins.forward;

import io.millrace.api.PluginContext;
import io.millrace.api.Size;
import io.millrace.net.Channels;
import io.millrace.net.ListenerRegistry;
import io.millrace.net.ReceiveBudget;
import io.netty.channel.Channel;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;

/**
 * What the connections of one input share, and the set of them. Safe for use by several threads.
 */
final class ForwardServer {
  /** Beyond it even a large heap has no use for one message. */
  private static final long MAX_MESSAGE = 256L << 20;

  private final ForwardInputConfig config;
  private final PluginContext context;
  private final Optional<SecurityPolicy> security;
  private final ListenerRegistry registry;
  private final EventReceiver receiver;
  private final long maxMessage;
  private final Set<ForwardConnection> connections = ConcurrentHashMap.newKeySet();
  private volatile boolean ending;

  ForwardServer(
      ForwardInputConfig config, PluginContext context, Optional<SecurityPolicy> security) {
    this.config = config;
    this.context = context;
    this.security = security;
    this.registry = context.service(ListenerRegistry.class);
    this.receiver = new EventReceiver(config, context, registry.budget().limit());
    this.maxMessage =
        config
            .chunkSizeLimit()
            .map(Size::bytes)
            .orElse(Math.min(MAX_MESSAGE, registry.budget().limit()));
  }

  /** Takes a new connection. */
  void accept(Channel channel) {
    if (ending) {
      Channels.close(channel);
      return;
    }
    ForwardConnection connection = new ForwardConnection(this, channel);
    connections.add(connection);
    channel.pipeline().addLast(connection);
  }

  void closed(ForwardConnection connection) {
    connections.remove(connection);
  }

  /** Number of open connections. */
  int connectionCount() {
    return connections.size();
  }

  /** Ends all connections; those with work in hand get {@code seconds} for it. */
  void end(long seconds) {
    ending = true;
    CompletableFuture<?>[] all =
        connections.stream().map(ForwardConnection::end).toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(all).completeOnTimeout(null, seconds, TimeUnit.SECONDS).join();
    connections.forEach(ForwardConnection::cut);
  }

  ForwardInputConfig config() {
    return config;
  }

  Optional<SecurityPolicy> security() {
    return security;
  }

  EventReceiver receiver() {
    return receiver;
  }

  /** Longest message in bytes. */
  long maxMessage() {
    return maxMessage;
  }

  ReceiveBudget budget() {
    return registry.budget();
  }

  Executor workers() {
    return registry.loops().workers();
  }

  Logger log() {
    return context.log();
  }
}
