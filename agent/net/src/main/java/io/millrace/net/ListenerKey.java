package io.millrace.net;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;

/**
 * What makes two listeners the same one.
 *
 * @param protocol {@code tcp}, {@code tls}, {@code udp} or {@code unix}
 * @param host as configured; of a Unix socket its path
 * @param port as configured; of a Unix socket {@link #NO_PORT}
 * @param tlsIdentity of {@link TlsSettings#identity}; empty without TLS
 */
record ListenerKey(String protocol, String host, int port, String tlsIdentity) {
  static final int NO_PORT = -1;

  static ListenerKey unix(Path path) {
    return new ListenerKey("unix", path.toString(), NO_PORT, "");
  }

  /** The same with the port that was taken. */
  ListenerKey at(SocketAddress actual) {
    return actual instanceof InetSocketAddress inet ? withPort(inet.getPort()) : this;
  }

  private ListenerKey withPort(int actual) {
    return new ListenerKey(protocol, host, actual, tlsIdentity);
  }

  /** Whether the kernel would not let both be open. */
  boolean excludes(ListenerKey other) {
    boolean sameAddress = host.equals(other.host) || isWildcard() || other.isWildcard();
    return port == other.port && port != 0 && isUdp() == other.isUdp() && sameAddress;
  }

  private boolean isWildcard() {
    return host.equals("0.0.0.0") || host.equals("::");
  }

  private boolean isUdp() {
    return protocol.equals("udp");
  }

  @Override
  public String toString() {
    return protocol + " " + host + (port == NO_PORT ? "" : ":" + port);
  }
}
