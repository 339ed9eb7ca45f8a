package io.millrace.net;

import io.millrace.api.Argument;
import io.millrace.api.Param;
import io.millrace.api.Size;
import java.util.Optional;

/** The {@code <transport>} section of plugins that take messages over UDP, TCP or TLS. */
public record MessageTransport(
    @Argument(doc = "udp, tcp or tls.", def = "udp") String protocol,
    @Param(doc = "Size of the kernel's receive buffer of the socket.")
        Optional<Size> receiveBufferSize,
    @Param(doc = "Seconds that close waits for unsent data; 0 resets the connection.")
        Optional<Integer> lingerTimeout,
    @Param(doc = "The TLS version that is accepted.", def = "TLSv1_2") String version,
    @Param(doc = "Oldest TLS version that is accepted; needs max_version.")
        Optional<String> minVersion,
    @Param(doc = "Newest TLS version that is accepted; needs min_version.")
        Optional<String> maxVersion,
    @Param(doc = "PEM file with the authorities of client certificates.") Optional<String> caPath,
    @Param(doc = "PEM file with the certificate, and behind it the chain.")
        Optional<String> certPath,
    @Param(doc = "PEM file with the private key.") Optional<String> privateKeyPath,
    @Param(doc = "Passphrase of the private key.", secret = true)
        Optional<String> privateKeyPassphrase,
    @Param(doc = "Whether a client must show a certificate.", def = "false")
        boolean clientCertAuth) {

  /** Checks what goes together. */
  public MessageTransport {
    if (!protocol.equals("udp")) {
      new TransportConfig(
          protocol,
          receiveBufferSize,
          lingerTimeout,
          version,
          minVersion,
          maxVersion,
          caPath,
          certPath,
          privateKeyPath,
          privateKeyPassphrase,
          clientCertAuth);
    }
  }

  /** Whether messages come in datagrams. */
  public boolean isUdp() {
    return protocol.equals("udp");
  }

  /** The settings of TCP or TLS; empty for UDP. */
  public Optional<TransportConfig> stream() {
    return isUdp()
        ? Optional.empty()
        : Optional.of(
            new TransportConfig(
                protocol,
                receiveBufferSize,
                lingerTimeout,
                version,
                minVersion,
                maxVersion,
                caPath,
                certPath,
                privateKeyPath,
                privateKeyPassphrase,
                clientCertAuth));
  }

  /** Hides the passphrase. */
  @Override
  public String toString() {
    return "transport " + protocol;
  }
}
