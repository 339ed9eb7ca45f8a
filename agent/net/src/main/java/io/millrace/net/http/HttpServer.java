package io.millrace.net.http;

import io.millrace.api.MillraceException;
import io.millrace.net.Channels;
import io.millrace.net.ListenOptions;
import io.millrace.net.Listener;
import io.millrace.net.ListenerRegistry;
import io.millrace.net.ReceiveBudget;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;

/**
 * An HTTP/1.1 server on one listener, with keep-alive, chunked and compressed bodies, {@code
 * 100-continue}, and limits on everything a client decides. Safe for use by several threads.
 *
 * <p>A plugin opens one when it starts and ends it when it shuts down:
 *
 * <pre>{@code
 * server = HttpServer.listen(registry, options, HttpLimits.PAGES, this::answer, context);
 * ...
 * server.end(5);
 * }</pre>
 */
public final class HttpServer {
  private final HttpLimits limits;
  private final HttpHandler handler;
  private final ReceiveBudget budget;
  private final Logger log;
  private final Listener listener;
  private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
  private volatile boolean ending;

  private HttpServer(
      ListenerRegistry registry,
      String owner,
      ListenOptions options,
      HttpLimits limits,
      HttpHandler handler,
      Logger log) {
    this.limits = limits;
    this.handler = handler;
    this.budget = registry.budget();
    this.log = log;
    this.listener = registry.tcp(owner, options, channel -> accept(channel));
  }

  /**
   * Listens.
   *
   * @param owner id of the plugin, for messages
   * @param options where; with TLS if they say so
   * @param log of the plugin
   * @throws MillraceException if the address cannot be bound, or a TLS file not be used
   */
  public static HttpServer listen(
      ListenerRegistry registry,
      String owner,
      ListenOptions options,
      HttpLimits limits,
      HttpHandler handler,
      Logger log) {
    return new HttpServer(registry, owner, options, limits, handler, log);
  }

  private void accept(Channel channel) {
    if (ending) {
      Channels.close(channel);
      return;
    }
    HttpConnection connection = new HttpConnection(this, channel);
    connections.add(connection);
    Channels.whenClosed(channel, () -> connections.remove(connection));
    connection.open();
  }

  /** Where it listens, with the port that was taken for port 0. */
  public InetSocketAddress address() {
    return listener.address();
  }

  /** Open connections. */
  public int connections() {
    return connections.size();
  }

  /** Closes the listener and idle connections; requests in hand get {@code seconds} to end. */
  public void end(long seconds) {
    ending = true;
    listener.close();
    CompletableFuture<?>[] all =
        connections.stream().map(HttpConnection::end).toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(all).completeOnTimeout(null, seconds, TimeUnit.SECONDS).join();
    connections.forEach(HttpConnection::cut);
  }

  boolean isEnding() {
    return ending;
  }

  HttpLimits limits() {
    return limits;
  }

  HttpHandler handler() {
    return handler;
  }

  ReceiveBudget budget() {
    return budget;
  }

  Logger log() {
    return log;
  }
}
