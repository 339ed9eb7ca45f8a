package io.millrace.net.message;

import io.millrace.net.Channels;
import io.millrace.net.ConnectionHost;
import io.millrace.net.InFlight;
import io.millrace.net.ListenerRegistry;
import io.millrace.net.LogLimit;
import io.millrace.net.ReceiveBudget;
import io.netty.channel.Channel;
import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;

/**
 * The connections of one input that takes messages. It outlives the input at a reload: it is held,
 * the old graph ends, the next graph's input has itself {@linkplain #serve served}, and the
 * connections go on where they were, within a message if need be. Safe for use by several threads.
 */
public final class MessageServer implements ConnectionHost {
  /** What is in hand at the end may take so long. */
  private static final long END_SECONDS = 5;

  private final ListenerRegistry registry;
  private final Set<MessageConnection> connections = ConcurrentHashMap.newKeySet();
  private final InFlight inFlight = new InFlight();
  private final LogLimit logLimit = new LogLimit();
  private volatile MessageService service;
  private volatile boolean ending;

  /** Without connections; their messages go to {@code service}. */
  public MessageServer(ListenerRegistry registry, MessageService service) {
    this.registry = registry;
    this.service = service;
  }

  /** From now on messages go to {@code next}; connections that it would cut otherwise end. */
  public void serve(MessageService next) {
    boolean same = service.framing().equals(next.framing());
    service = next;
    if (!same) {
      connections.forEach(MessageConnection::end);
    }
  }

  @Override
  public void accept(Channel channel) {
    Optional<InetAddress> address = new Peer(channel.remoteAddress()).address();
    boolean denied = address.isPresent() && !service.admits(address.get());
    if (denied) {
      deny(address.get());
    }
    if (denied || ending) {
      Channels.close(channel);
      return;
    }
    MessageConnection connection = new MessageConnection(this, channel);
    connections.add(connection);
    channel.pipeline().addLast(connection);
  }

  private void deny(InetAddress address) {
    long left = logLimit.next();
    if (left >= 0) {
      log()
          .warn(
              "anonymous client '{}' denied more_since_last_line={}",
              address.getHostAddress(),
              left);
    }
  }

  @Override
  public CompletionStage<Void> hold() {
    CompletionStage<Void> quiet = inFlight.shut();
    connections.forEach(MessageConnection::reconsiderSoon);
    return quiet;
  }

  @Override
  public void resume() {
    inFlight.open();
    connections.forEach(MessageConnection::reconsiderSoon);
  }

  @Override
  public void end() {
    ending = true;
    CompletableFuture<?>[] all =
        connections.stream().map(MessageConnection::closed).toArray(CompletableFuture<?>[]::new);
    connections.forEach(MessageConnection::end);
    CompletableFuture.allOf(all).completeOnTimeout(null, END_SECONDS, TimeUnit.SECONDS).join();
    connections.forEach(MessageConnection::cut);
  }

  /** Number of open connections. */
  public int connections() {
    return connections.size();
  }

  void closed(MessageConnection connection) {
    connections.remove(connection);
  }

  InFlight inFlight() {
    return inFlight;
  }

  MessageService service() {
    return service;
  }

  boolean isEnding() {
    return ending;
  }

  LogLimit logLimit() {
    return logLimit;
  }

  ReceiveBudget budget() {
    return registry.budget();
  }

  Executor workers() {
    return registry.loops().workers();
  }

  Logger log() {
    return service.log();
  }
}
