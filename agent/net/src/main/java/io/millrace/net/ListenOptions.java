package io.millrace.net;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where and how to listen for TCP connections.
 *
 * @param host name or address to bind to
 * @param port port to bind to; 0 takes any
 * @param backlog connections that the kernel keeps waiting
 * @param receiveBuffer size in bytes of each connection's SO_RCVBUF
 * @param linger SO_LINGER in seconds; 0 resets a connection instead of closing it
 * @param keepAlive whether the kernel probes idle connections
 * @param maxConnections open connections beyond which new ones are closed at once
 * @param tls present for TLS
 */
public record ListenOptions(
    String host,
    int port,
    OptionalInt backlog,
    OptionalInt receiveBuffer,
    OptionalInt linger,
    boolean keepAlive,
    int maxConnections,
    Optional<TlsSettings> tls) {
  /** Enough for every machine of a large site, and still a bound. */
  public static final int DEFAULT_MAX_CONNECTIONS = 65_536;

  private static final int PAGE_CONNECTIONS = 256;

  /** Plain TCP on {@code host} and {@code port}. */
  public static ListenOptions tcp(String host, int port) {
    return new ListenOptions(
        host,
        port,
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        false,
        DEFAULT_MAX_CONNECTIONS,
        Optional.empty());
  }

  /** For pages about the agent: few connections, plain or with TLS. */
  public static ListenOptions pages(String host, int port, Optional<TransportConfig> transport) {
    return new ListenOptions(
        unbracketed(host),
        port,
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        false,
        PAGE_CONNECTIONS,
        transport.flatMap(TransportConfig::tls));
  }

  /**
   * For senders of messages: plain or with TLS, as {@code transport} says.
   *
   * @param keepAlive whether the kernel probes idle connections
   */
  public static ListenOptions messages(
      String host,
      int port,
      Optional<Integer> backlog,
      boolean keepAlive,
      Optional<TransportConfig> transport) {
    return new ListenOptions(
        unbracketed(host),
        port,
        present(backlog),
        present(
            transport
                .flatMap(TransportConfig::receiveBufferSize)
                .map(size -> Math.toIntExact(size.bytes()))),
        present(transport.flatMap(TransportConfig::lingerTimeout)),
        keepAlive,
        DEFAULT_MAX_CONNECTIONS,
        transport.flatMap(TransportConfig::tls));
  }

  private static OptionalInt present(Optional<Integer> value) {
    return value.map(OptionalInt::of).orElse(OptionalInt.empty());
  }

  /** An IPv6 address may stand in brackets, as in a URL. */
  private static String unbracketed(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  InetSocketAddress address() {
    return new InetSocketAddress(host, port);
  }

  ListenerKey key() {
    return new ListenerKey(
        tls.isPresent() ? "tls" : "tcp", host, port, tls.map(TlsSettings::identity).orElse(""));
  }
}
