package io.millrace.plugins.forward;

import io.millrace.api.Input;
import io.millrace.api.InputFactory;
import io.millrace.api.PluginContext;
import io.millrace.net.ListenOptions;
import io.millrace.net.Listener;
import io.millrace.net.ListenerRegistry;
import io.millrace.net.TransportConfig;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * {@code @type forward}: takes events from Fluentd, Fluent Bit and client libraries over TCP or
 * TLS, and answers UDP heartbeats on the same port.
 *
 * <p>A chunk is acknowledged after its events were emitted, that is, delivered or safely buffered.
 * A message whose events cannot be emitted is not acknowledged, and its connection closed.
 */
public final class ForwardInput implements Input {
  /** What a sender may take to have its last acks; then Fluentd too cuts it off. */
  private static final long END_SECONDS = 10;

  private final ForwardInputConfig config;
  private final PluginContext context;
  private final Optional<SecurityPolicy> security;
  private @Nullable ForwardServer server;
  private @Nullable Listener tcp;
  private @Nullable Listener udp;

  private ForwardInput(ForwardInputConfig config, PluginContext context) {
    this.config = config;
    this.context = context;
    this.security = config.security().map(SecurityPolicy::new);
  }

  @Override
  public void start() {
    ListenerRegistry registry = context.service(ListenerRegistry.class);
    ForwardServer connections = new ForwardServer(config, context, security);
    server = connections;
    context.gauge("connections", "Open connections.", connections::connectionCount);
    Listener listener = registry.tcp(context.id(), options(), connections::accept);
    tcp = listener;
    udp =
        registry.udp(
            context.id(),
            config.bind(),
            listener.address().getPort(),
            new HeartbeatResponder(context.log()));
    context
        .log()
        .info("listening port port={} bind={}", listener.address().getPort(), config.bind());
  }

  private ListenOptions options() {
    Optional<TransportConfig> transport = config.transport();
    return new ListenOptions(
        config.bind(),
        config.port(),
        present(config.backlog()),
        present(
            transport
                .flatMap(TransportConfig::receiveBufferSize)
                .map(size -> Math.toIntExact(size.bytes()))),
        present(transport.flatMap(TransportConfig::lingerTimeout).or(config::lingerTimeout)),
        config.sendKeepalivePacket(),
        ListenOptions.DEFAULT_MAX_CONNECTIONS,
        transport.flatMap(TransportConfig::tls));
  }

  private static OptionalInt present(Optional<Integer> value) {
    return value.map(OptionalInt::of).orElse(OptionalInt.empty());
  }

  /** Where it listens, once started. */
  InetSocketAddress address() {
    if (tcp == null) {
      throw new IllegalStateException("not started");
    }
    return tcp.address();
  }

  @Override
  public void shutdown() {
    if (tcp != null) {
      tcp.close();
      tcp = null;
    }
    if (udp != null) {
      udp.close();
      udp = null;
    }
    if (server != null) {
      server.end(END_SECONDS);
    }
  }

  /** Makes {@code @type forward} inputs. */
  public static final class Factory extends InputFactory<ForwardInputConfig> {
    /** For the catalog. */
    public Factory() {
      super(
          "forward",
          "Receive events over the forward protocol.",
          ForwardInputConfig.class,
          ForwardInput::new);
    }
  }
}
