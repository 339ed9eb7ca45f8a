package io.millrace.net.http;

import io.millrace.api.MillraceException;
import io.millrace.api.PluginContext;
import io.millrace.net.ListenOptions;
import io.millrace.net.ListenerRegistry;
import io.millrace.net.Seat;
import java.net.InetSocketAddress;
import java.util.function.Function;

/**
 * Pages about the agent that one plugin serves, each request after the other in a thread of its own
 * ({@link SerialHandler}). It has a seat at its listener: a reload keeps the port open and the
 * connections; requests that come meanwhile are answered by the plugin of the next graph.
 */
public final class PageServer implements AutoCloseable {
  private final SerialHandler handler;
  private final Seat<HttpServer> seat;

  private PageServer(SerialHandler handler, Seat<HttpServer> seat) {
    this.handler = handler;
    this.seat = seat;
  }

  /**
   * Listens.
   *
   * @param page answers a request; may block
   * @throws MillraceException if the address cannot be bound, or a TLS file not be used
   */
  public static PageServer listen(
      PluginContext context, ListenOptions options, Function<HttpRequest, HttpReply> page) {
    ListenerRegistry registry = context.service(ListenerRegistry.class);
    SerialHandler handler = new SerialHandler(task -> context.thread("http", task), page);
    Seat<HttpServer> seat =
        registry.seat(
            context,
            options,
            HttpServer.class,
            () -> HttpServer.of(registry, HttpLimits.PAGES, handler, context.log()));
    seat.host().serve(HttpLimits.PAGES, handler, context.log());
    return new PageServer(handler, seat);
  }

  /** Where it listens, with the port that was taken for port 0. */
  public InetSocketAddress address() {
    return seat.address();
  }

  /** Ends it, after the request in hand; at a reload the connections wait for the next plugin. */
  @Override
  public void close() {
    seat.close();
    handler.close();
  }
}
