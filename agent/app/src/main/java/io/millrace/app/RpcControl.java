package io.millrace.app;

import io.millrace.api.MillraceException;
import io.millrace.engine.graph.SystemConfig;
import io.millrace.net.ListenerRegistry;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The RPC endpoint as {@code <system>} asks for it; a reload that changes that opens, moves or
 * closes it. Like Fluentd's it is not there without a supervisor. For the main thread.
 */
final class RpcControl implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("engine");

  private final Supplier<ListenerRegistry> registry;
  private final Signals signals;
  private final RpcEndpoint.Control agent;
  private final boolean noSupervisor;
  private Optional<RpcAddress> address = Optional.empty();
  private Optional<RpcEndpoint> endpoint = Optional.empty();

  /** Not open yet. */
  RpcControl(
      Supplier<ListenerRegistry> registry,
      Signals signals,
      RpcEndpoint.Control agent,
      boolean noSupervisor) {
    this.registry = registry;
    this.signals = signals;
    this.agent = agent;
    this.noSupervisor = noSupervisor;
  }

  /**
   * Where {@code system} wants it.
   *
   * @throws io.millrace.api.ConfigException if that is no address
   */
  static Optional<RpcAddress> address(SystemConfig system) {
    return system.rpcEndpoint().map(RpcAddress::parse);
  }

  /**
   * Opens, moves or closes it.
   *
   * @throws MillraceException if the address cannot be bound: then it stays where it was
   */
  void begin(SystemConfig system) {
    Optional<RpcAddress> next = address(system);
    if (next.isPresent() && noSupervisor) {
      LOG.warn("rpc_endpoint is ignored with --no-supervisor");
      return;
    }
    if (!next.equals(address)) {
      Optional<RpcEndpoint> old = endpoint;
      endpoint = next.map(where -> new RpcEndpoint(where, registry.get(), signals, agent));
      address = next;
      old.ifPresent(RpcEndpoint::close);
    }
    endpoint.ifPresent(open -> open.giveDump(system.enableGetDump()));
  }

  /** As {@link #begin}; what does not work is logged. */
  void change(SystemConfig system) {
    try {
      begin(system);
    } catch (MillraceException e) {
      LOG.error("cannot change the RPC endpoint, it stays as it was: error=\"{}\"", e.getMessage());
    }
  }

  /** Closes it. */
  @Override
  public void close() {
    endpoint.ifPresent(RpcEndpoint::close);
    endpoint = Optional.empty();
    address = Optional.empty();
  }
}
