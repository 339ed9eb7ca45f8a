package io.millrace.plugins.socket;

import io.millrace.api.InputFactory;
import io.millrace.api.Param;
import io.millrace.api.PluginContext;
import io.millrace.net.ListenerRegistry;
import io.millrace.net.SeatedInput;
import io.millrace.net.message.MessageServer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * {@code @type unix}: takes events over a Unix socket, in the forward protocol without options and
 * acknowledgements. Who may connect, the permissions of the socket's directory decide.
 *
 * <p>Source: Fluentd's {@code in_unix}.
 */
public final class UnixInput extends SeatedInput {
  private static final String DEFAULT_PATH = "/var/run/fluent/fluent.sock";

  /** Everything a {@code <source>} of this type may contain. */
  public record Config(
      @Param(
              doc =
                  "Path of the socket; without it that of the environment's FLUENT_SOCKET, else"
                      + " /var/run/fluent/fluent.sock.")
          Optional<String> path,
      @Param(doc = "Number of connections that the kernel keeps waiting.")
          Optional<Integer> backlog,
      @Param(doc = "Tag that replaces the sender's.") Optional<String> tag) {}

  private final Config config;
  private final PluginContext context;

  private UnixInput(Config config, PluginContext context) {
    this.config = config;
    this.context = context;
  }

  @Override
  public void start() {
    ListenerRegistry registry = context.service(ListenerRegistry.class);
    Path path = Path.of(config.path().or(UnixInput::fromEnvironment).orElse(DEFAULT_PATH));
    UnixService service = new UnixService(config.tag(), context, registry.budget());
    OptionalInt backlog = config.backlog().map(OptionalInt::of).orElse(OptionalInt.empty());
    MessageServer server =
        sitDown(
            registry.seat(
                context,
                path,
                backlog,
                MessageServer.class,
                () -> new MessageServer(registry, service)));
    server.serve(service);
    context.gauge("connections", "Open connections.", server::connections);
    context.log().info("listening fluent socket on {}", path);
  }

  private static Optional<String> fromEnvironment() {
    return Optional.ofNullable(System.getenv("FLUENT_SOCKET"));
  }

  /** Makes {@code @type unix} inputs. */
  public static final class Factory extends InputFactory<Config> {
    /** For the catalog. */
    public Factory() {
      super("unix", "Receive events over a Unix socket.", Config.class, UnixInput::new);
    }
  }
}
