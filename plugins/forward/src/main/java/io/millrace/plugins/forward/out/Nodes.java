package io.millrace.plugins.forward.out;

import io.millrace.api.PluginContext;
import io.millrace.api.RetryableException;
import io.millrace.api.Service;
import io.millrace.api.UnrecoverableException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The servers of an output, and whose turn it is. Safe for use by several threads; choosing takes
 * no lock.
 *
 * <p>Source: Fluentd's out_forward, load balancer and service discovery.
 */
final class Nodes {
  private final PluginContext context;
  private final Supplier<List<Service>> services;
  private final Function<Service, Node> maker;
  private final long seed;
  private final AtomicInteger turn = new AtomicInteger();
  private volatile List<Node> all = List.of();
  private volatile List<Node> turns = List.of();

  /**
   * Of what {@code services} finds, once {@link #update} is called.
   *
   * @param seed of the order in which servers have their turns
   */
  Nodes(
      PluginContext context,
      Supplier<List<Service>> services,
      Function<Service, Node> maker,
      long seed) {
    this.context = context;
    this.services = services;
    this.maker = maker;
    this.seed = seed;
  }

  /** The servers now. */
  List<Node> all() {
    return all;
  }

  /** Looks at the services anew: new ones join, then others leave. */
  void update() {
    List<Node> left = new ArrayList<>();
    synchronized (this) {
      Set<Service> found = new LinkedHashSet<>(services.get());
      List<Node> next = new ArrayList<>();
      for (Node node : all) {
        (found.remove(node.service()) ? next : left).add(node);
      }
      boolean first = all.isEmpty();
      for (Service service : found) {
        next.add(maker.apply(service));
        if (!first) {
          context.log().info("Service in: {}", service);
        }
      }
      all = List.copyOf(next);
    }
    left.forEach(node -> context.log().info("Service out: {}", node.service()));
    rebuild();
    left.forEach(Node::close);
  }

  /** Deals the turns anew: a server came, went, or changed. */
  synchronized void rebuild() {
    turns = Turns.of(all, seed, context.log());
  }

  /**
   * Sends {@code message} to the server whose turn it is, or to the next one that takes it.
   *
   * @throws RetryableException if none does
   */
  CompletionStage<Void> send(Message message) throws InterruptedException {
    List<Node> now = turns;
    Set<Node> tried = new HashSet<>();
    Optional<RetryableException> last = Optional.empty();
    int first = turn.getAndIncrement();
    for (int i = 0; i < now.size(); i++) {
      Node node = now.get(Math.floorMod(first + i, now.size()));
      if (node.isAvailable() && tried.add(node)) {
        try {
          return node.send(message);
        } catch (RetryableException e) {
          context.log().debug("failed to flush to node {}: {}", node, e.getMessage());
          last = Optional.of(e);
        }
      }
    }
    throw last.orElseGet(() -> new RetryableException("no nodes are available"));
  }

  /**
   * Looks up every server, and lets them let us in if {@code connect}.
   *
   * @throws RetryableException if a host has no address
   * @throws UnrecoverableException if a server does not let us in
   */
  void verify(boolean connect) throws InterruptedException {
    for (Node node : all) {
      if (!connect) {
        node.address();
        continue;
      }
      try {
        node.verify();
      } catch (RetryableException e) {
        throw new UnrecoverableException(
            "failed to establish connection with node "
                + node
                + ", which verify_connection_at_startup asks for: "
                + e.getMessage(),
            e);
      }
    }
  }

  /** Closes what connections are kept. */
  void close() {
    all.forEach(Node::close);
  }
}
