package io.millrace.net.message;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who sends messages. The name is looked up on first use, by one thread at a time. */
public final class Peer {
  private final Optional<InetSocketAddress> address;
  private @Nullable String hostname;

  /** At {@code address}, which is that of a Unix socket if it is no IP address. */
  public Peer(@Nullable SocketAddress address) {
    this.address = address instanceof InetSocketAddress inet ? Optional.of(inet) : Optional.empty();
  }

  /** Its address; empty behind a Unix socket. */
  public Optional<InetAddress> address() {
    return address.map(InetSocketAddress::getAddress);
  }

  /** The address as text. */
  public String host() {
    return address().map(InetAddress::getHostAddress).orElse("unix");
  }

  /** The name, which may take long; the address if it has none. */
  public String hostname() {
    if (hostname == null) {
      hostname = address().map(InetAddress::getHostName).orElse("unix");
    }
    return hostname;
  }

  /** Whether it is at this address. */
  boolean isAt(InetSocketAddress other) {
    return address.isPresent() && address.get().equals(other);
  }

  @Override
  public String toString() {
    return address.map(inet -> "host=" + host() + " port=" + inet.getPort()).orElse("host=unix");
  }
}
