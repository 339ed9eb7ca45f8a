package io.millrace.net;

import io.millrace.api.Argument;
import io.millrace.api.Include;
import io.millrace.api.Size;
import java.util.Optional;

/** The {@code <transport>} section of plugins that take messages over UDP, TCP or TLS. */
public record MessageTransport(
    @Argument(doc = "udp, tcp or tls.", def = "udp") String protocol,
    @Include TransportParams params) {
  private static final String UDP = "udp";

  /** Checks what goes together. */
  public MessageTransport {
    if (!protocol.equals(UDP)) {
      params.check(protocol);
    }
  }

  /** Whether messages come in datagrams. */
  public boolean isUdp() {
    return protocol.equals(UDP);
  }

  /** The settings of TCP or TLS; empty for UDP. */
  public Optional<TransportConfig> stream() {
    return isUdp() ? Optional.empty() : Optional.of(new TransportConfig(protocol, params));
  }

  /** Size of the kernel's receive buffer. */
  public Optional<Size> receiveBufferSize() {
    return params.receiveBufferSize();
  }

  /** Hides the passphrase. */
  @Override
  public String toString() {
    return "transport " + protocol;
  }
}
