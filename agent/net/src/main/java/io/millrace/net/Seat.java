package io.millrace.net;

import java.net.InetSocketAddress;

/**
 * A plugin's place at a listener that it shares with the same plugin of other workers, and that the
 * plugin of the next graph takes over at a reload. Safe for use by several threads.
 *
 * @param <H> what serves the listener
 */
public final class Seat<H extends ListenerHost> implements AutoCloseable {
  private final ListenerRegistry registry;
  private final SharedListener listener;
  private final Claimant claimant;
  private final H host;

  Seat(ListenerRegistry registry, SharedListener listener, Claimant claimant, H host) {
    this.registry = registry;
    this.listener = listener;
    this.claimant = claimant;
    this.host = host;
  }

  /** The address in use, with the port that was taken for port 0. */
  public InetSocketAddress address() {
    return listener.socket().address();
  }

  /** What serves it: the one given, or that of the former graph. */
  public H host() {
    return host;
  }

  SharedListener listener() {
    return listener;
  }

  Claimant claimant() {
    return claimant;
  }

  /**
   * Gives the place back. During a reload the listener and its connections are kept for the next
   * graph; else the socket is closed if this was its last seat, and then the host ended.
   */
  @Override
  public void close() {
    registry.leave(this);
  }
}
