package io.millrace.plugins.monitor;

import io.millrace.api.Param;
import io.millrace.api.Section;
import io.millrace.net.TransportConfig;
import java.time.Duration;
import java.util.Optional;

/** Everything a {@code <source>} with {@code @type monitor_agent} may contain. */
public record MonitorAgentConfig(
    @Param(doc = "Address to listen on.", def = "0.0.0.0") String bind,
    @Param(doc = "Port to listen on; worker N listens on this port + N.", def = "24220") int port,
    @Param(doc = "Tag of the events about plugins; without it there are none.")
        Optional<String> tag,
    @Param(doc = "Time between two events about the same plugin.", def = "60")
        Duration emitInterval,
    @Param(doc = "Whether the answers hold the plugins' parameters.", def = "false")
        boolean includeConfig,
    @Param(doc = "Whether the answers hold the outputs' running retries.", def = "false")
        boolean includeRetry,
    @Param(
            doc =
                "Whether debug=1 and with_ivars in a query add what plugins measure inside, and a"
                    + " form for people to read.",
            def = "false")
        boolean includeDebugInfo,
    @Section(doc = "TCP or TLS, and its settings.") Optional<TransportConfig> transport) {
  /** Checks the interval. */
  public MonitorAgentConfig {
    if (emitInterval.isZero() || emitInterval.isNegative()) {
      throw new IllegalArgumentException(
          "emit_interval " + emitInterval.toSeconds() + " must be more than 0 seconds");
    }
  }
}
