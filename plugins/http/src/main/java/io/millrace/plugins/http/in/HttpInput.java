package io.millrace.plugins.http.in;

import io.millrace.api.InputFactory;
import io.millrace.api.PluginContext;
import io.millrace.net.ListenOptions;
import io.millrace.net.ListenerRegistry;
import io.millrace.net.SeatedInput;
import io.millrace.net.http.HttpLimits;
import io.millrace.net.http.HttpServer;
import java.time.Duration;

/**
 * {@code @type http}: takes events from HTTP requests. The path is the tag; the body is JSON, JSON
 * lines, MessagePack, a form that holds one of them, or whatever {@code <parse>} says.
 *
 * <p>A request is answered when its events were emitted, that is, delivered or safely buffered.
 *
 * <p>Source: Fluentd's {@code in_http}.
 */
public final class HttpInput extends SeatedInput {
  private static final int MAX_HEADER = 64 << 10;

  /** How long a body of the largest size may take on a poor line. */
  private static final Duration BODY_TIME = Duration.ofMinutes(5);

  private static final Duration REPLY_TIME = Duration.ofSeconds(30);

  private final HttpInputConfig config;
  private final PluginContext context;

  private HttpInput(HttpInputConfig config, PluginContext context) {
    this.config = config;
    this.context = context;
  }

  @Override
  public void start() {
    ListenerRegistry registry = context.service(ListenerRegistry.class);
    RequestHandler handler = new RequestHandler(config, context, context.open(config.parse()));
    HttpLimits limits =
        new HttpLimits(
            (int) config.bodySizeLimit().bytes(),
            MAX_HEADER,
            config.keepaliveTimeout(),
            BODY_TIME,
            REPLY_TIME);
    ListenOptions options =
        ListenOptions.messages(
            config.bind(), config.port(), config.backlog(), false, config.transport());
    HttpServer server =
        sitDown(
            registry.seat(
                context,
                options,
                HttpServer.class,
                () -> HttpServer.of(registry, limits, handler, context.log())));
    server.serve(limits, handler, context.log());
    context.gauge("connections", "Open connections.", server::connections);
    context.log().info("listening port={} bind={}", address().getPort(), config.bind());
  }

  /** Makes {@code @type http} inputs. */
  public static final class Factory extends InputFactory<HttpInputConfig> {
    /** For the catalog. */
    public Factory() {
      super("http", "Receive events in HTTP requests.", HttpInputConfig.class, HttpInput::new);
    }
  }
}
