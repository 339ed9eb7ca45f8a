package io.millrace.plugins.forward;

import io.millrace.api.InputFactory;
import io.millrace.api.PluginContext;
import io.millrace.net.ListenOptions;
import io.millrace.net.ListenerRegistry;
import io.millrace.net.SeatedInput;
import io.millrace.net.TransportConfig;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * {@code @type forward}: takes events from Fluentd, Fluent Bit and client libraries over TCP or
 * TLS, and answers UDP heartbeats on the same port.
 *
 * <p>A chunk is acknowledged after its events were emitted, that is, delivered or safely buffered.
 * A message whose events cannot be emitted is not acknowledged, and its connection closed.
 */
public final class ForwardInput extends SeatedInput {
  private final ForwardInputConfig config;
  private final PluginContext context;
  private final Optional<SecurityPolicy> security;

  private ForwardInput(ForwardInputConfig config, PluginContext context) {
    this.config = config;
    this.context = context;
    this.security = config.security().map(SecurityPolicy::new);
  }

  @Override
  public void start() {
    ListenerRegistry registry = context.service(ListenerRegistry.class);
    Served served = Served.by(config, context, security, registry);
    ForwardServer server =
        sitDown(
            registry.seat(
                context,
                options(),
                ForwardServer.class,
                () -> new ForwardServer(registry, served)));
    server.serve(served);
    context.gauge("connections", "Open connections.", server::connectionCount);
    int port = address().getPort();
    sitDown(registry.seat(context, config.bind(), port, new HeartbeatResponder()));
    context.log().info("listening port port={} bind={}", port, config.bind());
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
