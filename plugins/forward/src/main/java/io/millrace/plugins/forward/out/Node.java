package io.millrace.plugins.forward.out;

import io.millrace.api.EventSink;
import io.millrace.api.PluginContext;
import io.millrace.api.RetryableException;
import io.millrace.api.Service;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * One server: whether it is there, and the connections to it that are kept. Safe for use by several
 * threads.
 *
 * <p>How long it has been silent is measured by a clock that nobody sets: a wall clock that is set
 * would make all servers look dead at once, or dead ones alive.
 *
 * <p>Source: Fluentd's out_forward, node.
 */
final class Node {
  private final Service service;
  private final ForwardOutputConfig config;
  private final Connector connector;
  private final Addresses addresses;
  private final PluginContext context;
  private final LongSupplier nanos;
  private final Runnable onChange;
  private final FailureDetector detector; // guarded by this
  private final ArrayDeque<Connection> kept = new ArrayDeque<>(); // guarded by this
  private final AtomicBoolean beating = new AtomicBoolean();
  private boolean gone; // guarded by this
  private volatile boolean available = true;

  /**
   * A server that is taken to be there.
   *
   * @param nanos nanoseconds from any origin, as {@link System#nanoTime}
   * @param onChange called when it goes or comes back
   */
  Node(
      Service service,
      ForwardOutputConfig config,
      Connector connector,
      PluginContext context,
      LongSupplier nanos,
      Runnable onChange) {
    this.service = service;
    this.config = config;
    this.connector = connector;
    this.context = context;
    this.nanos = nanos;
    this.onChange = onChange;
    this.addresses =
        new Addresses(
            service.host(), service.port(), config.connection(), nanos, InetAddress::getAllByName);
    this.detector =
        new FailureDetector(
            config.health().heartbeatInterval(), config.health().hardTimeout(), nanos.getAsLong());
  }

  Service service() {
    return service;
  }

  int weight() {
    return service.weight();
  }

  boolean isStandby() {
    return service.standby();
  }

  boolean isAvailable() {
    return available;
  }

  /**
   * Its address. May block.
   *
   * @throws RetryableException if its host has none
   */
  InetSocketAddress address() {
    return addresses.resolve();
  }

  /** Whether it was found at {@code address} the last time. Never blocks. */
  boolean isAt(InetSocketAddress address) {
    return addresses.isLast(address);
  }

  /**
   * Sends {@code message} and waits until it has left.
   *
   * @return completes when the server has confirmed it, if it is to be confirmed
   * @throws RetryableException if it did not leave
   */
  CompletionStage<Void> send(Message message) throws InterruptedException {
    InetSocketAddress address = address();
    Optional<OneWay> oneWay = connector.oneWay();
    if (oneWay.isPresent() && message.ack().isEmpty()) {
      return send(oneWay.get(), address, message);
    }
    Connection connection = take(address).orElse(null);
    if (connection == null) {
      connection = open(address);
    }
    CompletionStage<Void> acked = connection.send(message, config.ack().ackResponseTimeout());
    sign(false);
    boolean keep = config.connection().keepalive() && give(connection);
    Connection used = connection;
    return acked.whenComplete(
        (done, error) -> {
          if (error != null) {
            disable(error);
          }
          if (!keep) {
            used.close();
          }
        });
  }

  private CompletionStage<Void> send(OneWay way, InetSocketAddress address, Message message)
      throws InterruptedException {
    try {
      way.send(service, address, message);
    } catch (RetryableException e) {
      throw failed(e);
    }
    sign(false);
    return EventSink.DONE;
  }

  /**
   * Connects, shakes hands and hangs up.
   *
   * @throws RetryableException if the server does not let us in
   */
  void verify() throws InterruptedException {
    open(address()).close();
  }

  private Connection open(InetSocketAddress address) throws InterruptedException {
    try {
      return connector.open(service, address).get();
    } catch (ExecutionException e) {
      throw failed(e.getCause() == null ? e : e.getCause());
    }
  }

  private RetryableException failed(Throwable error) {
    if (error instanceof RetryableException known && known.kind().equals("handshake")) {
      disable(error);
      return new RetryableException(
          known.kind(),
          "failed to establish connection with node " + this + ": " + known.getMessage(),
          known);
    }
    return error instanceof RetryableException known
        ? known
        : new RetryableException("connect", "cannot connect to " + this + ": " + error, error);
  }

  /**
   * The kept connection to {@code address} that was used last. Those to other addresses of the name
   * stay for their turn where {@code dns_round_robin} draws one each time; else the server has
   * moved, and they are closed.
   */
  private synchronized Optional<Connection> take(InetSocketAddress address) {
    kept.removeIf(connection -> !connection.isUsable());
    for (Iterator<Connection> each = kept.descendingIterator(); each.hasNext(); ) {
      Connection connection = each.next();
      if (connection.isTo(address)) {
        each.remove();
        connection.idle().stop();
        return Optional.of(connection);
      }
      if (!config.connection().dnsRoundRobin()) {
        each.remove();
        connection.closeWhenQuiet();
      }
    }
    return Optional.empty();
  }

  private synchronized boolean give(Connection connection) {
    if (gone || !connection.mayBeKept()) {
      return false;
    }
    kept.removeIf(other -> !other.isUsable());
    kept.addLast(connection);
    config.connection().keepaliveTimeout().ifPresent(connection.idle()::start);
    return true;
  }

  /** Asks the server whether it is there; does not wait for the answer. May block for its name. */
  void beat() {
    if (!beating.compareAndSet(false, true)) {
      return; // it has not answered the last time
    }
    try {
      CompletionStage<Connection> opened = connector.open(service, address());
      opened.whenComplete(
          (connection, error) -> {
            beating.set(false);
            if (error == null) {
              connection.close();
              sign(true);
            } else {
              log().debug("heartbeat of {} failed: {}", this, error.getMessage());
            }
          });
    } catch (RetryableException e) {
      beating.set(false);
      log().debug("heartbeat of {} failed: {}", this, e.getMessage());
    }
  }

  /**
   * Takes note of a sign of life.
   *
   * @param recovers whether it may bring a server back that was away
   */
  void sign(boolean recovers) {
    boolean back;
    synchronized (this) {
      detector.add(nanos.getAsLong());
      back = recovers && !available && detector.samples() > config.health().recoverSamples();
      available |= back;
    }
    if (back) {
      log().warn("recovered forwarding server '{}' host={}", service.displayName(), this);
      onChange.run();
    }
  }

  /** Looks whether it has been silent for too long. */
  void tick() {
    long now = nanos.getAsLong();
    String why = "";
    synchronized (this) {
      boolean timeout = detector.isHardTimeout(now);
      double phi = detector.phi(now);
      if (!available) {
        if (timeout) {
          detector.clear();
        }
        return;
      }
      if (timeout) {
        why = "hard_timeout=true";
      } else if (config.health().phiFailureDetector() && phi > config.health().phiThreshold()) {
        why = "phi=" + phi + " phi_threshold=" + config.health().phiThreshold();
      }
      if (why.isEmpty()) {
        return;
      }
      available = false;
      detector.clear();
    }
    addresses.forget();
    log().warn("detached forwarding server '{}' host={} {}", service.displayName(), this, why);
    onChange.run();
  }

  /** It does not do its part: it is not used until it has answered heartbeats for a while. */
  private void disable(Throwable error) {
    Throwable cause =
        error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    boolean news;
    synchronized (this) {
      news = available && config.health().watches();
      available &= !news;
    }
    if (news) {
      log()
          .warn(
              "disabled forwarding server '{}' host={}: {}",
              service.displayName(),
              this,
              cause.getMessage());
      onChange.run();
    }
  }

  /** Is used no more: closes what is kept, behind the acks that are still open. */
  void close() {
    ArrayDeque<Connection> all;
    synchronized (this) {
      gone = true;
      all = new ArrayDeque<>(kept);
      kept.clear();
    }
    all.forEach(Connection::closeWhenQuiet);
  }

  private Logger log() {
    return context.log();
  }

  @Override
  public String toString() {
    return service.displayName().equals(service.host())
        ? service.host() + ":" + service.port()
        : service.toString();
  }
}
