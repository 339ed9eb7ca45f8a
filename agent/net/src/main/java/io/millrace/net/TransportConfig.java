package io.millrace.net;

import io.millrace.api.Argument;
import io.millrace.api.Include;
import io.millrace.api.Size;
import java.util.Optional;

/** The {@code <transport>} section of plugins that listen. */
public record TransportConfig(
    @Argument(doc = "tcp or tls.", def = "tcp") String protocol, @Include TransportParams params) {
  /** Checks what goes together. */
  public TransportConfig {
    params.check(protocol);
  }

  /** Whether connections are encrypted. */
  public boolean isTls() {
    return protocol.equals("tls");
  }

  /** Settings of TLS; empty for plain TCP. May look up the name of this machine. */
  public Optional<TlsSettings> tls() {
    return isTls() ? Optional.of(params.tls().settings()) : Optional.empty();
  }

  /** Size of the kernel's receive buffer. */
  public Optional<Size> receiveBufferSize() {
    return params.receiveBufferSize();
  }

  /** SO_LINGER in seconds. */
  public Optional<Integer> lingerTimeout() {
    return params.lingerTimeout();
  }

  /** Hides the passphrase. */
  @Override
  public String toString() {
    return "transport " + protocol;
  }
}
