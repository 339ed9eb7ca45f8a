package io.millrace.net;

import io.millrace.api.Include;
import io.millrace.api.Param;
import io.millrace.api.Size;
import java.util.Optional;

/** What may stand in every {@code <transport>} section of a plugin that listens. */
public record TransportParams(
    @Param(doc = "Size of the kernel's receive buffer of a socket.")
        Optional<Size> receiveBufferSize,
    @Param(doc = "Seconds that close waits for unsent data; 0 resets the connection.")
        Optional<Integer> lingerTimeout,
    @Include TlsParams tls) {
  /** Nothing but a certificate and its key, and for {@code caPath} clients must show one too. */
  public static TransportParams certificate(
      String certPath, String privateKeyPath, Optional<String> caPath) {
    return new TransportParams(
        Optional.empty(),
        Optional.empty(),
        TlsParams.certificate(certPath, privateKeyPath, caPath));
  }

  /** Refuses what is no transport, and TLS that cannot be spoken. */
  void check(String protocol) {
    if (!protocol.equals("tcp") && !protocol.equals("tls")) {
      throw new IllegalArgumentException(
          "<transport " + protocol + ">: unknown transport, expected tcp or tls");
    }
    if (protocol.equals("tls")) {
      tls.check();
    }
  }

  /** Hides the passphrase. */
  @Override
  public String toString() {
    return tls.toString();
  }
}
