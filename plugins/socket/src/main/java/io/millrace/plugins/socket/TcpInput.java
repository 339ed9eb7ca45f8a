package io.millrace.plugins.socket;

import io.millrace.api.Include;
import io.millrace.api.InputFactory;
import io.millrace.api.Param;
import io.millrace.api.PluginContext;
import io.millrace.api.Section;
import io.millrace.api.Size;
import io.millrace.event.ByteSlice;
import io.millrace.net.ListenOptions;
import io.millrace.net.ListenerRegistry;
import io.millrace.net.SeatedInput;
import io.millrace.net.TransportConfig;
import io.millrace.net.message.DelimitedFramer;
import io.millrace.net.message.MessageServer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;

/**
 * {@code @type tcp}: takes texts that end with a delimiter, over TCP or TLS. What a connection sent
 * behind its last delimiter is not taken.
 *
 * <p>Source: Fluentd's {@code in_tcp}.
 */
public final class TcpInput extends SeatedInput {
  /** Longest message where the configuration sets no limit: Fluentd would take any. */
  private static final long MAX_MESSAGE = 256L << 20;

  /** Everything a {@code <source>} of this type may contain. */
  public record Config(
      @Param(doc = "Port to listen on.", def = "5170") int port,
      @Param(doc = "What messages end with.", def = "\n") String delimiter,
      @Param(
              doc =
                  "Length beyond which a message is dropped and logged. Without it the limit is a"
                      + " quarter of the heap, at most 256 MiB.")
          Optional<Size> messageLengthLimit,
      @Param(doc = "Whether the kernel probes idle connections (SO_KEEPALIVE).", def = "false")
          boolean sendKeepalivePacket,
      @Include TextSettings text,
      @Section(doc = "Which clients may connect.") Optional<AllowList.Security> security,
      @Section(doc = "TCP or TLS, and its settings.") Optional<TransportConfig> transport) {
    /** A delimiter must be there. */
    public Config {
      if (delimiter.isEmpty()) {
        throw new IllegalArgumentException("delimiter '' is empty: at least one byte is expected");
      }
    }
  }

  private final Config config;
  private final PluginContext context;

  private TcpInput(Config config, PluginContext context) {
    this.config = config;
    this.context = context;
  }

  @Override
  public void start() {
    ListenerRegistry registry = context.service(ListenerRegistry.class);
    TextService service =
        new TextService(
            config.text(),
            context,
            framing(registry.budget().limit()),
            AllowList.of(config.security(), context.log()),
            UnaryOperator.identity());
    ListenOptions options =
        ListenOptions.messages(
            config.text().bind(),
            config.port(),
            Optional.empty(),
            config.sendKeepalivePacket(),
            config.transport());
    MessageServer server =
        sitDown(
            registry.seat(
                context, options, MessageServer.class, () -> new MessageServer(registry, service)));
    server.serve(service);
    context.gauge("connections", "Open connections.", server::connections);
    context
        .log()
        .info("listening tcp socket bind={} port={}", config.text().bind(), address().getPort());
  }

  private TextService.Framing framing(long memory) {
    long limit = config.messageLengthLimit().map(Size::bytes).orElse(Math.min(MAX_MESSAGE, memory));
    ByteSlice delimiter = ByteSlice.utf8(config.delimiter());
    LongAdder tooLong = context.counter("too_long_messages", "Messages longer than the limit.");
    return new TextService.Framing(
        List.of(delimiter, limit),
        () ->
            new DelimitedFramer(
                delimiter, limit, (head, size) -> tooLong(tooLong, head, size, limit)));
  }

  private void tooLong(LongAdder count, ByteSlice head, long size, long limit) {
    count.increment();
    context
        .log()
        .info(
            "The received data is larger than 'message_length_limit', dropped: limit={} size={}"
                + " head=\"{}\"",
            limit,
            size,
            Heads.of(head.slice(0, Math.min(32, head.length()))));
  }

  /** Makes {@code @type tcp} inputs. */
  public static final class Factory extends InputFactory<Config> {
    /** For the catalog. */
    public Factory() {
      super("tcp", "Receive texts over TCP.", Config.class, TcpInput::new);
    }
  }
}
