package io.millrace.plugins.syslog;

import io.millrace.api.Input;
import io.millrace.api.InputFactory;
import io.millrace.api.PluginContext;
import io.millrace.api.Size;
import io.millrace.net.ListenOptions;
import io.millrace.net.ListenerRegistry;
import io.millrace.net.MessageTransport;
import io.millrace.net.Seat;
import io.millrace.net.TransportConfig;
import io.millrace.net.message.DatagramServer;
import io.millrace.net.message.MessageServer;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * {@code @type syslog}: takes syslog messages over UDP, TCP or TLS. Facility and severity become
 * the end of the tag.
 *
 * <p>Source: Fluentd's {@code in_syslog}; RFC 5424, RFC 3164, RFC 6587.
 */
public final class SyslogInput implements Input {
  private static final int MAX_DATAGRAM = 65_535;

  private final SyslogConfig config;
  private final PluginContext context;
  private @Nullable Seat<?> seat;

  private SyslogInput(SyslogConfig config, PluginContext context) {
    this.config = config;
    this.context = context;
  }

  @Override
  public void start() {
    ListenerRegistry registry = context.service(ListenerRegistry.class);
    SyslogService service = new SyslogService(config, context, registry.budget().limit());
    seat = config.isUdp() ? datagrams(registry, service) : connections(registry, service);
    context.log().info("listening syslog socket on {}:{}", config.bind(), address().getPort());
  }

  private Seat<?> datagrams(ListenerRegistry registry, SyslogService service) {
    int limit = (int) Math.min(config.messageLengthLimit().bytes(), MAX_DATAGRAM);
    Optional<Size> buffer = config.transport().flatMap(MessageTransport::receiveBufferSize);
    return registry.seat(
        context,
        config.bind(),
        config.port(),
        buffer.isPresent()
            ? OptionalInt.of(Math.toIntExact(buffer.get().bytes()))
            : OptionalInt.empty(),
        new DatagramServer(registry, service, limit));
  }

  private Seat<?> connections(ListenerRegistry registry, SyslogService service) {
    Optional<TransportConfig> transport = config.transport().flatMap(MessageTransport::stream);
    Seat<MessageServer> taken =
        registry.seat(
            context,
            ListenOptions.messages(
                config.bind(),
                config.port(),
                Optional.empty(),
                config.sendKeepalivePacket(),
                transport),
            MessageServer.class,
            () -> new MessageServer(registry, service));
    taken.host().serve(service);
    context.gauge("connections", "Open connections.", taken.host()::connections);
    return taken;
  }

  /** Where it listens, once started. */
  InetSocketAddress address() {
    if (seat == null) {
      throw new IllegalStateException("not started");
    }
    return seat.address();
  }

  @Override
  public void shutdown() {
    if (seat != null) {
      seat.close();
      seat = null;
    }
  }

  /** Makes {@code @type syslog} inputs. */
  public static final class Factory extends InputFactory<SyslogConfig> {
    /** For the catalog. */
    public Factory() {
      super("syslog", "Receive syslog messages.", SyslogConfig.class, SyslogInput::new);
    }
  }
}
