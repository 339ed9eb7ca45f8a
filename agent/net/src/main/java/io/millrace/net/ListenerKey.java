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
  @Override
  public String toString() {
    return protocol + " " + host + ":" + port;
  }
}
