package io.millrace.plugins.forward;

import io.millrace.net.Channels;
import io.millrace.net.ConnectionHost;
import io.millrace.net.InFlight;
import io.millrace.net.ListenerRegistry;
import io.millrace.net.ReceiveBudget;
import io.netty.channel.Channel;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;

/**
 * What the connections of one input share, and the set of them. It outlives the input at a reload:
 * it is held, the old graph ends, the next graph's input has itself {@linkplain #serve served}, and
 * the connections go on where they were, in the middle of a message if need be. Safe for use by
 * several threads.
 */
final class ForwardServer implements ConnectionHost {
  /** What a sender may take to have its last acks; then Fluentd too cuts it off. */
  private static final long END_SECONDS = 10;

  private final ListenerRegistry registry;
  private final Set<ForwardConnection> connections = ConcurrentHashMap.newKeySet();
  private final InFlight inFlight = new InFlight();
  private volatile Served served;
  private volatile boolean ending;

  ForwardServer(ListenerRegistry registry, Served served) {
    this.registry = registry;
    this.served = served;
  }

  /**
   * From now on events go to {@code next}. Connections that were let in by other rules than its own
   * end, so that their senders show who they are again.
   */
  void serve(Served next) {
    boolean sameRules = served.config().security().equals(next.config().security());
    served = next;
    if (!sameRules) {
      connections.forEach(ForwardConnection::end);
    }
  }

  /** Takes a new connection. */
  @Override
  public void accept(Channel channel) {
    if (ending) {
      Channels.close(channel);
      return;
    }
    ForwardConnection connection = new ForwardConnection(this, channel);
    connections.add(connection);
    channel.pipeline().addLast(connection);
  }

  @Override
  public CompletionStage<Void> hold() {
    CompletionStage<Void> quiet = inFlight.shut();
    connections.forEach(ForwardConnection::reconsiderSoon);
    return quiet;
  }

  @Override
  public void resume() {
    inFlight.open();
    connections.forEach(ForwardConnection::reconsiderSoon);
  }

  void closed(ForwardConnection connection) {
    connections.remove(connection);
  }

  /** Number of open connections. */
  int connectionCount() {
    return connections.size();
  }

  /** Ends all connections; those with work in hand get some seconds for it. */
  @Override
  public void end() {
    ending = true;
    CompletableFuture<?>[] all =
        connections.stream().map(ForwardConnection::closed).toArray(CompletableFuture<?>[]::new);
    connections.forEach(ForwardConnection::end);
    inFlight.open(); // what was put aside is given up: its senders have no ack, and send it again
    CompletableFuture.allOf(all).completeOnTimeout(null, END_SECONDS, TimeUnit.SECONDS).join();
    connections.forEach(ForwardConnection::cut);
  }

  InFlight inFlight() {
    return inFlight;
  }

  /** The input of the graph that runs. */
  Served served() {
    return served;
  }

  ForwardInputConfig config() {
    return served.config();
  }

  Optional<SecurityPolicy> security() {
    return served.security();
  }

  EventReceiver receiver() {
    return served.receiver();
  }

  PeerLog peerLog() {
    return served.peerLog();
  }

  /** Longest message in bytes. */
  long maxMessage() {
    return served.maxMessage();
  }

  ReceiveBudget budget() {
    return registry.budget();
  }

  Executor workers() {
    return registry.loops().workers();
  }

  Logger log() {
    return served.context().log();
  }
}
