package io.millrace.net.http;

import io.millrace.api.MillraceException;
import io.millrace.net.Channels;
import io.millrace.net.ConnectionHost;
import io.millrace.net.InFlight;
import io.millrace.net.ListenOptions;
import io.millrace.net.Listener;
import io.millrace.net.ListenerRegistry;
import io.millrace.net.ReceiveBudget;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * An HTTP/1.1 server on one listener, with keep-alive, chunked and compressed bodies, {@code
 * 100-continue}, and limits on everything a client decides. Safe for use by several threads.
 *
 * <p>A plugin that is gone when its graph ends opens one with {@link #listen} and ends it with
 * {@link #end(long)}. An input whose connections survive a reload makes one for its {@link
 * io.millrace.net.Seat} with {@link #of}, and the input of the next graph has itself {@linkplain
 * #serve served}.
 */
public final class HttpServer implements ConnectionHost {
  private static final long END_SECONDS = 5;

  private final ReceiveBudget budget;
  private final InFlight inFlight = new InFlight();
  private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
  private volatile Service service;
  private volatile boolean ending;
  private @Nullable Listener listener;

  /** Whom the connections belong to: a reload puts another in its place. */
  private record Service(HttpLimits limits, HttpHandler handler, Logger log) {}

  private HttpServer(ReceiveBudget budget, Service service) {
    this.budget = budget;
    this.service = service;
  }

  /** For a seat of {@code registry}, which opens the listener. */
  public static HttpServer of(
      ListenerRegistry registry, HttpLimits limits, HttpHandler handler, Logger log) {
    return new HttpServer(registry.budget(), new Service(limits, handler, log));
  }

  /** From now on requests go to {@code handler}; {@code limits} hold for new connections. */
  public void serve(HttpLimits limits, HttpHandler handler, Logger log) {
    service = new Service(limits, handler, log);
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
    HttpServer server = of(registry, limits, handler, log);
    server.listener = registry.tcp(owner, options, server::accept);
    return server;
  }

  @Override
  public void accept(Channel channel) {
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
    if (listener == null) {
      throw new IllegalStateException("the listener is its seat's");
    }
    return listener.address();
  }

  /** Open connections. */
  public int connections() {
    return connections.size();
  }

  @Override
  public CompletionStage<Void> hold() {
    return inFlight.shut();
  }

  @Override
  public void resume() {
    inFlight.open();
  }

  @Override
  public void end() {
    finish(END_SECONDS);
  }

  /** Closes the listener and idle connections; requests in hand get {@code seconds} to end. */
  public void end(long seconds) {
    ending = true;
    if (listener != null) {
      listener.close();
    }
    finish(seconds);
  }

  private void finish(long seconds) {
    ending = true;
    inFlight.open(); // requests that wait for a next graph are told that there is none
    CompletableFuture<?>[] all =
        connections.stream().map(HttpConnection::end).toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(all).completeOnTimeout(null, seconds, TimeUnit.SECONDS).join();
    connections.forEach(HttpConnection::cut);
  }

  boolean isEnding() {
    return ending;
  }

  InFlight inFlight() {
    return inFlight;
  }

  HttpLimits limits() {
    return service.limits();
  }

  HttpHandler handler() {
    return service.handler();
  }

  ReceiveBudget budget() {
    return budget;
  }

  Logger log() {
    return service.log();
  }
}
