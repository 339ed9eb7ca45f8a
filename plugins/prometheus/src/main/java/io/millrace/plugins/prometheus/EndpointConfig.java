package io.millrace.plugins.prometheus;

import io.millrace.api.Param;
import io.millrace.api.Section;
import io.millrace.net.TransportConfig;
import java.time.Duration;
import java.util.Optional;

/** Everything a {@code <source>} with {@code @type prometheus} may contain. */
record EndpointConfig(
    @Param(doc = "Address to listen on.", def = "127.0.0.1") String bind,
    @Param(doc = "Port to listen on; worker N listens on this port + N.", def = "24231") int port,
    @Param(doc = "Path of the metrics of this worker.", def = "/metrics") String metricsPath,
    @Param(doc = "Path of the metrics of all workers.", def = "/aggregated_metrics")
        String aggregatedMetricsPath,
    @Param(doc = "identity or gzip.", def = "identity") ContentEncoding contentEncoding,
    @Param(doc = "Least time between two log lines about the same error.", def = "1h")
        Duration ignoreErrorLogInterval,
    @Param(
            doc =
                "Whether to add what the agent measures of its plugins (millrace_...) and of the"
                    + " JVM (jvm_..., process_...).",
            def = "true")
        boolean agentMetrics,
    @Section(doc = "TLS; use <transport tls> instead.") Optional<SslConfig> ssl,
    @Section(doc = "TCP or TLS, and its settings.") Optional<TransportConfig> transport) {

  /** How answers are sent. */
  enum ContentEncoding {
    /** As they are. */
    IDENTITY,
    /** Compressed. */
    GZIP
  }

  /** Checks what goes together. */
  EndpointConfig {
    if (bind.indexOf(':') >= 0
        && (ssl.isPresent() && ssl.get().enable()
            || transport.map(TransportConfig::isTls).orElse(false))) {
      throw new IllegalArgumentException(
          "IPv6 with TLS is not supported: bind " + bind + ". Use an IPv4 address, or no TLS");
    }
  }

  /** TLS from whichever section has it. */
  Optional<TransportConfig> anyTransport() {
    return ssl.flatMap(SslConfig::transport).or(() -> transport);
  }
}
