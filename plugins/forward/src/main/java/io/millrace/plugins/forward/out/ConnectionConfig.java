package io.millrace.plugins.forward.out;

import io.millrace.api.Param;
import io.millrace.api.Size;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** How connections are made and kept. */
public record ConnectionConfig(
    @Param(doc = "tcp or tls.", def = "tcp") Transport transport,
    @Param(doc = "How long a server may take nothing of what is sent.", def = "60s")
        Duration sendTimeout,
    @Param(doc = "How long connecting may take, TLS included; hard_timeout without it.")
        Optional<Duration> connectTimeout,
    @Param(doc = "Whether a connection is used for several chunks.", def = "false")
        boolean keepalive,
    @Param(doc = "How long a kept connection may be idle; without limit by default.")
        Optional<Duration> keepaliveTimeout,
    @Param(doc = "Whether the kernel probes kept connections.", def = "false")
        boolean sendKeepalivePacket,
    @Param(doc = "How long an address is remembered; 0 for not at all, for good by default.")
        Optional<Duration> expireDnsCache,
    @Param(doc = "Whether one of several addresses is taken at random.", def = "false")
        boolean dnsRoundRobin,
    @Param(doc = "Whether to start when a server's name has no address.", def = "false")
        boolean ignoreNetworkErrorsAtStartup,
    @Param(doc = "Whether to start only when all servers let this sender in.", def = "false")
        boolean verifyConnectionAtStartup,
    @Param(doc = "Has no effect: sockets tell when there is something to read.", def = "50")
        int readIntervalMsec,
    @Param(doc = "Has no effect: answers have a limit of their own.", def = "512")
        Size readLength) {
  /** What carries the protocol. */
  public enum Transport {
    /** Plain. */
    TCP,
    /** Encrypted. */
    TLS;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Checks what goes together. */
  public ConnectionConfig {
    if (sendKeepalivePacket && !keepalive) {
      throw new IllegalArgumentException(
          "'send_keepalive_packet' is enabled but 'keepalive' is not: set 'keepalive true' too");
    }
  }
}
