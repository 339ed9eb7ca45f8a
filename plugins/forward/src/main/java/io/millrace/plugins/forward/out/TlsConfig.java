package io.millrace.plugins.forward.out;

import io.millrace.api.Param;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** TLS of connections to servers. */
public record TlsConfig(
    @Param(doc = "The TLS version that is spoken: TLSv1_1, TLSv1_2 or TLSv1_3.", def = "TLSv1_2")
        String tlsVersion,
    @Param(
            doc = "Cipher suites by their standard names, with colons between.",
            def = TlsConfig.DEFAULT_CIPHERS)
        String tlsCiphers,
    @Param(doc = "Trust anybody: no certificate is verified.", def = "false")
        boolean tlsInsecureMode,
    @Param(doc = "Trust certificates that are signed by themselves.", def = "false")
        boolean tlsAllowSelfSignedCert,
    @Param(doc = "Whether the certificate must be for the server's name.", def = "true")
        boolean tlsVerifyHostname,
    @Param(doc = "PEM files with authorities to trust, beside those of the system.", def = "")
        List<String> tlsCaCertPath,
    @Param(doc = "Older name of tls_ca_cert_path, which it overrides.", def = "")
        List<String> tlsCertPath,
    @Param(doc = "PEM file with the certificate this sender shows.")
        Optional<String> tlsClientCertPath,
    @Param(doc = "PEM file with the key of that certificate.")
        Optional<String> tlsClientPrivateKeyPath,
    @Param(doc = "Passphrase of that key.", secret = true)
        Optional<String> tlsClientPrivateKeyPassphrase) {
  /** As Fluentd writes what it leaves to the library. */
  static final String DEFAULT_CIPHERS = "ALL:!aNULL:!eNULL:!SSLv2";

  private static final List<String> VERSIONS = List.of("TLSv1.1", "TLSv1.2", "TLSv1.3");

  /** Checks what goes together. */
  public TlsConfig {
    if (!VERSIONS.contains(javaName(tlsVersion))) {
      throw new IllegalArgumentException(
          "tls_version '" + tlsVersion + "' is unknown, expected TLSv1_1, TLSv1_2 or TLSv1_3");
    }
    if (tlsClientPrivateKeyPath.isPresent() && tlsClientCertPath.isEmpty()) {
      throw new IllegalArgumentException(
          "tls_client_private_key_path is set and tls_client_cert_path is not: set both");
    }
    if (!tlsCiphers.equals(DEFAULT_CIPHERS) && !tlsCiphers.matches("TLS_\\w+(:TLS_\\w+)*")) {
      throw new IllegalArgumentException(
          "tls_ciphers '"
              + tlsCiphers
              + "' is not understood: expected standard names of cipher suites with colons"
              + " between, such as TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
    }
  }

  private static String javaName(String version) {
    return version
        .replaceFirst("^:", "")
        .toUpperCase(Locale.ROOT)
        .replaceFirst("^TLSV?", "TLSv")
        .replace('_', '.');
  }

  /** Java's name of the version. */
  String protocol() {
    return javaName(tlsVersion);
  }

  /** Names of the cipher suites; empty for the usual ones. */
  List<String> ciphers() {
    return tlsCiphers.equals(DEFAULT_CIPHERS) ? List.of() : List.of(tlsCiphers.split(":"));
  }

  /** Files with authorities. */
  List<Path> authorities() {
    return (tlsCertPath.isEmpty() ? tlsCaCertPath : tlsCertPath).stream().map(Path::of).toList();
  }

  /** Hides the passphrase. */
  @Override
  public String toString() {
    return "TLS " + tlsVersion;
  }
}
