package io.millrace.plugins.syslog;

import io.millrace.api.InputFactory;
import io.millrace.api.PluginContext;
import io.millrace.api.Size;
import io.millrace.net.ListenOptions;
import io.millrace.net.ListenerRegistry;
import io.millrace.net.MessageTransport;
import io.millrace.net.SeatedInput;
import io.millrace.net.message.DatagramServer;
import io.millrace.net.message.MessageServer;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * {@code @type syslog}: takes syslog messages over UDP, TCP or TLS. Facility and severity become
 * the end of the tag.
 *
 * <p>Source: Fluentd's {@code in_syslog}; RFC 5424, RFC 3164, RFC 6587.
 */
public final class SyslogInput extends SeatedInput {
  private static final int MAX_DATAGRAM = 65_535;

  private final SyslogConfig config;
  private final PluginContext context;

  private SyslogInput(SyslogConfig config, PluginContext context) {
    this.config = config;
    this.context = context;
  }

  @Override
  public void start() {
    ListenerRegistry registry = context.service(ListenerRegistry.class);
    SyslogService service = new SyslogService(config, context, registry.budget().limit());
    if (config.isUdp()) {
      takeDatagrams(registry, service);
    } else {
      takeConnections(registry, service);
    }
    context.log().info("listening syslog socket on {}:{}", config.bind(), address().getPort());
  }

  private void takeDatagrams(ListenerRegistry registry, SyslogService service) {
    int limit = (int) Math.min(config.messageLengthLimit().bytes(), MAX_DATAGRAM);
    Optional<Size> buffer = config.transport().flatMap(MessageTransport::receiveBufferSize);
    OptionalInt receiveBuffer =
        buffer.isPresent()
            ? OptionalInt.of(Math.toIntExact(buffer.get().bytes()))
            : OptionalInt.empty();
    DatagramServer server = new DatagramServer(registry, service, limit);
    sitDown(registry.seat(context, config.bind(), config.port(), receiveBuffer, server));
  }

  private void takeConnections(ListenerRegistry registry, SyslogService service) {
    ListenOptions options =
        ListenOptions.messages(
            config.bind(),
            config.port(),
            Optional.empty(),
            config.sendKeepalivePacket(),
            config.transport().flatMap(MessageTransport::stream));
    MessageServer server =
        sitDown(
            registry.seat(
                context, options, MessageServer.class, () -> new MessageServer(registry, service)));
    server.serve(service);
    context.gauge("connections", "Open connections.", server::connections);
  }

  /** Makes {@code @type syslog} inputs. */
  public static final class Factory extends InputFactory<SyslogConfig> {
    /** For the catalog. */
    public Factory() {
      super("syslog", "Receive syslog messages.", SyslogConfig.class, SyslogInput::new);
    }
  }
}
