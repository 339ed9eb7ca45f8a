package io.millrace.plugins.forward.out;

import io.millrace.api.Child;
import io.millrace.api.Include;
import io.millrace.api.Param;
import io.millrace.api.Section;
import io.millrace.api.ServiceDiscovery;
import io.millrace.event.Compression;
import java.util.List;
import java.util.Optional;

/**
 * Settings of {@code @type forward}.
 *
 * <p>Source: Fluentd's out_forward.
 */
public record ForwardOutputConfig(
    @Section(doc = "A server; shorthand for <service_discovery> of type static.")
        List<ServerConfig> server,
    @Section(doc = "Where servers are found: static, file or srv.")
        List<Child<ServiceDiscovery>> serviceDiscovery,
    @Param(
            doc =
                "Compression of what is sent: text, gzip or zstd. The buffer stores its chunks"
                    + " compressed this way, and they are sent as they are.",
            def = "text")
        Compression compress,
    @Include AckConfig ack,
    @Include ConnectionConfig connection,
    @Include HealthConfig health,
    @Include TlsConfig tls,
    @Section(doc = "How this sender shows who it is.") Optional<SenderSecurity> security,
    @Param(doc = "No parameter of its own.", obsoleted = "Use <server> section instead")
        Optional<String> host,
    @Param(doc = "No parameter of its own.", obsoleted = "Use <server> section instead")
        Optional<String> port) {
  /** Checks what goes together. */
  public ForwardOutputConfig {
    if (server.isEmpty() && serviceDiscovery.isEmpty()) {
      throw new IllegalArgumentException(
          "forward output plugin requires at least one node is required. Add <server> or"
              + " <service_discovery>");
    }
    if (connection.dnsRoundRobin() && health.heartbeatType() == HealthConfig.Type.UDP) {
      throw new IllegalArgumentException(
          "'dns_round_robin' cannot be used with 'heartbeat_type udp': use transport or none");
    }
  }

  /** A {@code <security>}. */
  public record SenderSecurity(
      @Param(doc = "Name of this sender in the handshake.") String selfHostname,
      @Param(doc = "Key that the servers know, unless they have their own.", secret = true)
          String sharedKey) {
    /** Hides the key. */
    @Override
    public String toString() {
      return "security of " + selfHostname;
    }
  }
}
