package io.millrace.net;

import io.millrace.api.Param;
import io.millrace.api.Size;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What may stand in every {@code <transport>} section of a plugin that listens. */
public record TransportParams(
    @Param(doc = "Size of the kernel's receive buffer of a socket.")
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
  private static final List<String> VERSIONS = List.of("TLSv1.1", "TLSv1.2", "TLSv1.3");

  /** Checks what goes together. */
  public TransportParams {
    if (minVersion.isPresent() != maxVersion.isPresent()) {
      throw new IllegalArgumentException(
          minVersion.isPresent()
              ? "When you set min_version, must set max_version together"
              : "When you set max_version, must set min_version together");
    }
    index("version", version);
    minVersion.ifPresent(v -> index("min_version", v));
    maxVersion.ifPresent(v -> index("max_version", v));
    if (certPath.isPresent() != privateKeyPath.isPresent()) {
      throw new IllegalArgumentException("cert_path and private_key_path are needed together");
    }
  }

  /** Refuses what is no transport, and TLS without a certificate. */
  void check(String protocol) {
    if (!protocol.equals("tcp") && !protocol.equals("tls")) {
      throw new IllegalArgumentException(
          "<transport " + protocol + ">: unknown transport, expected tcp or tls");
    }
    if (protocol.equals("tls") && certPath.isEmpty()) {
      throw new IllegalArgumentException(
          "no valid cert options configured. specify either 'cert_path', 'ca_cert_path' or"
              + " 'insecure': of these only 'cert_path' is supported");
    }
  }

  /** Settings of TLS. There must be a certificate. */
  TlsSettings tls() {
    return new TlsSettings(
        Path.of(certPath.orElseThrow()),
        Path.of(privateKeyPath.orElseThrow()),
        privateKeyPassphrase,
        caPath.map(Path::of),
        clientCertAuth,
        VERSIONS.subList(
            index("min_version", minVersion.orElse(version)),
            index("max_version", maxVersion.orElse(version)) + 1));
  }

  /** Position in {@link #VERSIONS} of a version written as TLSv1_2, TLS1_2 or :TLSv1_2. */
  private static int index(String parameter, String text) {
    String java =
        text.replaceFirst("^:", "")
            .toUpperCase(Locale.ROOT)
            .replaceFirst("^TLSV?", "TLSv")
            .replace('_', '.');
    int at = VERSIONS.indexOf(java);
    if (at < 0) {
      throw new IllegalArgumentException(
          parameter + " '" + text + "' is unknown, expected TLSv1_1, TLSv1_2 or TLSv1_3");
    }
    return at;
  }

  /** Hides the passphrase. */
  @Override
  public String toString() {
    return "certificate " + certPath.orElse("none");
  }
}
