package io.millrace.plugins.forward.out;

import io.millrace.api.Chunk;
import io.millrace.api.EventSink;
import io.millrace.api.MillraceException;
import io.millrace.api.PluginContext;
import io.millrace.api.RetryableException;
import io.millrace.api.Service;
import io.millrace.api.ServiceDiscovery;
import io.millrace.event.Compression;
import io.millrace.net.EventLoops;
import io.millrace.net.ListenerRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Sends chunks to servers: what both outputs of {@code @type forward} are about. Sending is safe
 * for use by several threads.
 */
final class Forwarder {
  private final ForwardOutputConfig config;
  private final PluginContext context;
  private final List<ServiceDiscovery> discoveries = new ArrayList<>();
  private volatile Optional<Nodes> nodes = Optional.empty();
  private volatile Optional<OneWay> oneWay = Optional.empty();
  private Optional<Heartbeats> heartbeats = Optional.empty();

  /**
   * Opens nothing.
   *
   * @throws IllegalArgumentException if chunks are not by tag, or compressed in another way than
   *     they are to be sent
   */
  Forwarder(ForwardOutputConfig config, PluginContext context) {
    this.config = config;
    this.context = context;
    if (context.chunkKeys().isPresent() && !context.chunkKeys().get().tag()) {
      throw new IllegalArgumentException(
          "buffer chunk key must include 'tag' for forward output: write <buffer tag>");
    }
    context.chunkCompression().ifPresent(this::check);
    config.serviceDiscovery().forEach(child -> discoveries.add(context.open(child)));
    warn();
  }

  /** Chunks are sent as they are stored, so {@code stored} must be what is asked for. */
  private void check(Compression stored) {
    Compression asked = config.compress();
    if (stored == asked) {
      return;
    }
    if (asked == Compression.TEXT) {
      context
          .log()
          .info(
              "buffer is compressed.  If you also want to save the bandwidth of a network, Add"
                  + " `compress` configuration in <match>");
    } else if (stored == Compression.TEXT) {
      context
          .log()
          .warn(
              "'compress {}' has no effect, since <buffer> has 'compress text': take that out",
              word(asked));
    } else {
      throw new IllegalArgumentException(
          "You cannot specify different compression formats for Buffer (Buffer: %s, Self: %s): take"
                  .formatted(word(stored), word(asked))
              + " 'compress' out of <buffer>, or write the same in both");
    }
  }

  private static String word(Compression compression) {
    return compression.name().toLowerCase(Locale.ROOT);
  }

  private void warn() {
    if (config.health().heartbeatType() == HealthConfig.Type.TCP) {
      context.log().warn("'heartbeat_type tcp' is deprecated. use 'transport' instead.");
    }
    ConnectionConfig connection = config.connection();
    if (connection.keepaliveTimeout().isPresent() && !connection.keepalive()) {
      context.log().warn("'keepalive_timeout' has no effect without 'keepalive true'");
    }
    if (config.tls().tlsInsecureMode()
        && connection.transport() == ConnectionConfig.Transport.TLS) {
      context.log().warn("'tls_insecure_mode true': no certificate of a server is verified");
    }
  }

  /**
   * Finds the servers and begins to watch them.
   *
   * @throws MillraceException if a host has no address, a server does not let us in, or a file
   *     cannot be used, as far as the configuration asks for that
   */
  void start() throws InterruptedException {
    EventLoops loops = context.service(ListenerRegistry.class).loops();
    Connector connector = new Connector(config, loops, context);
    oneWay = connector.oneWay();
    Nodes all =
        new Nodes(
            context,
            this::services,
            service ->
                new Node(service, config, connector, context, System::nanoTime, this::rebuild),
            System.identityHashCode(this));
    all.update();
    verify(all);
    nodes = Optional.of(all);
    discoveries.forEach(discovery -> discovery.onChange(all::update));
    context.gauge("registered_nodes_count", "Servers that are known.", () -> all.all().size());
    context.gauge(
        "healthy_nodes_count",
        "Servers that are there.",
        () -> all.all().stream().filter(Node::isAvailable).count());
    if (config.health().watches()) {
      UdpHeartbeat udp = new UdpHeartbeat(loops, this::answered);
      heartbeats = Optional.of(new Heartbeats(config.health(), all, udp, context));
    }
  }

  private void rebuild() {
    nodes.ifPresent(Nodes::rebuild);
  }

  private void answered(InetSocketAddress server) {
    for (Node node : nodes.map(Nodes::all).orElse(List.of())) {
      if (node.isAt(server)) {
        node.sign(true);
      }
    }
  }

  private List<Service> services() {
    List<Service> services = new ArrayList<>();
    config.server().forEach(server -> services.add(server.service()));
    discoveries.forEach(discovery -> services.addAll(discovery.services()));
    return services;
  }

  private void verify(Nodes all) throws InterruptedException {
    boolean connect = config.connection().verifyConnectionAtStartup();
    try {
      all.verify(connect);
    } catch (RetryableException e) {
      if (!config.connection().ignoreNetworkErrorsAtStartup()) {
        throw new MillraceException(
            e.getMessage() + "; or set ignore_network_errors_at_startup true", e);
      }
      context.log().warn("failed to resolve a node at startup, going on: {}", e.getMessage());
    }
  }

  /** Begins the heartbeats. */
  void afterStart() {
    heartbeats.ifPresent(Heartbeats::start);
  }

  /**
   * Sends {@code chunk} and waits until it has left.
   *
   * @return completes when the server has confirmed it; has completed if that is not asked for
   * @throws RetryableException if no server took it
   */
  CompletionStage<Void> send(Chunk chunk) throws IOException, InterruptedException {
    if (chunk.size() == 0) {
      return EventSink.DONE;
    }
    Message message = Message.of(chunk, config.compress(), config.ack().requireAckResponse());
    return nodes
        .orElseThrow(() -> new RetryableException("the output has not started"))
        .send(message);
  }

  /** Ends the heartbeats. */
  void shutdown() throws InterruptedException {
    if (heartbeats.isPresent()) {
      heartbeats.get().stop();
      heartbeats = Optional.empty();
    }
  }

  /** Closes the connections that are kept, and ends what is still being sent. */
  void close() {
    nodes.ifPresent(Nodes::close);
    oneWay.ifPresent(OneWay::close);
  }
}
