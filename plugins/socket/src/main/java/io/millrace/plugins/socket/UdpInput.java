package io.millrace.plugins.socket;

import io.millrace.api.Include;
import io.millrace.api.InputFactory;
import io.millrace.api.Param;
import io.millrace.api.PluginContext;
import io.millrace.api.Section;
import io.millrace.api.Size;
import io.millrace.event.ByteSlice;
import io.millrace.net.ListenerRegistry;
import io.millrace.net.MessageTransport;
import io.millrace.net.SeatedInput;
import io.millrace.net.message.DatagramServer;
import io.millrace.net.message.LineEnds;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/**
 * {@code @type udp}: takes each datagram as a text, cut off behind {@code message_length_limit}
 * bytes.
 *
 * <p>Source: Fluentd's {@code in_udp}.
 */
public final class UdpInput extends SeatedInput {
  /** Everything a {@code <source>} of this type may contain. */
  public record Config(
      @Param(doc = "Port to listen on.", def = "5160") int port,
      @Param(doc = "Bytes of a datagram that are taken.", def = "4096", alias = "body_size_limit")
          Size messageLengthLimit,
      @Param(doc = "Whether a line feed at the end is left out.", def = "true")
          boolean removeNewline,
      @Param(
              doc = "Size of the kernel's receive buffer of the socket.",
              deprecated = "use receive_buffer_size of <transport udp>")
          Optional<Size> receiveBufferSize,
      @Include TextSettings text,
      @Section(doc = "UDP, and its settings.") Optional<MessageTransport> transport) {
    /** Datagrams come by UDP only. */
    public Config {
      if (transport.filter(given -> !given.isUdp()).isPresent()) {
        throw new IllegalArgumentException(
            "<transport "
                + transport.get().protocol()
                + ">: expected udp; @type tcp takes tcp and tls");
      }
      if (messageLengthLimit.bytes() < 1) {
        throw new IllegalArgumentException(
            "message_length_limit " + messageLengthLimit.bytes() + ": at least 1 is expected");
      }
    }
  }

  private final Config config;
  private final PluginContext context;

  private UdpInput(Config config, PluginContext context) {
    this.config = config;
    this.context = context;
  }

  @Override
  public void start() {
    ListenerRegistry registry = context.service(ListenerRegistry.class);
    TextService service =
        new TextService(
            config.text(), context, TextService.Framing.DATAGRAMS, address -> true, trimming());
    int limit = (int) Math.min(config.messageLengthLimit().bytes(), 65_535);
    DatagramServer server = new DatagramServer(registry, service, limit);
    sitDown(registry.seat(context, config.text().bind(), config.port(), receiveBuffer(), server));
    context
        .log()
        .info("listening udp socket bind={} port={}", config.text().bind(), address().getPort());
  }

  private UnaryOperator<ByteSlice> trimming() {
    return config.removeNewline() ? LineEnds::chomp : UnaryOperator.identity();
  }

  private OptionalInt receiveBuffer() {
    Optional<Size> size =
        config
            .transport()
            .flatMap(MessageTransport::receiveBufferSize)
            .or(config::receiveBufferSize);
    return size.isPresent()
        ? OptionalInt.of(Math.toIntExact(size.get().bytes()))
        : OptionalInt.empty();
  }

  /** Makes {@code @type udp} inputs. */
  public static final class Factory extends InputFactory<Config> {
    /** For the catalog. */
    public Factory() {
      super("udp", "Receive texts in UDP datagrams.", Config.class, UdpInput::new);
    }
  }
}
