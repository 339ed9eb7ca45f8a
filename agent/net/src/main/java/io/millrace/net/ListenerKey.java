package io.millrace.net;

/**
 * What makes two listeners the same one.
 *
 * @param protocol {@code tcp}, {@code tls} or {@code udp}
 * @param host as configured
 * @param port as configured
 * @param tlsIdentity of {@link TlsSettings#identity}; empty without TLS
 */
record ListenerKey(String protocol, String host, int port, String tlsIdentity) {
  ListenerKey withPort(int actual) {
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
    return protocol + " " + host + ":" + port;
  }
}
