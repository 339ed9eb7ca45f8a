package io.millrace.plugins.http;

import io.millrace.api.Param;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** How the server is trusted, and which certificate we show it. */
public record TlsConfig(
    @Param(doc = "PEM file of the authorities to trust; without it those of the Java runtime.")
        Optional<Path> tlsCaCertPath,
    @Param(doc = "PEM file of our certificate, its chain behind it.")
        Optional<Path> tlsClientCertPath,
    @Param(doc = "PEM file of the key of our certificate.") Optional<Path> tlsPrivateKeyPath,
    @Param(doc = "Passphrase of the key.", secret = true) Optional<String> tlsPrivateKeyPassphrase,
    @Param(doc = "Whether the server must show a trusted certificate: peer or none.", def = "peer")
        VerifyMode tlsVerifyMode,
    @Param(doc = "Version of TLS: TLSv1_1, TLSv1_2 or TLSv1_3.", def = "TLSv1_2") String tlsVersion,
    @Param(doc = "No effect: the Java runtime chooses.", def = "ALL:!aNULL:!eNULL:!SSLv2")
        String tlsCiphers) {
  private static final List<String> VERSIONS = List.of("TLSv1_1", "TLSv1_2", "TLSv1_3");

  /** Whether the server must show a trusted certificate. */
  public enum VerifyMode {
    /** No. */
    NONE,
    /** Yes. */
    PEER
  }

  /** Checks that the files are there. */
  public TlsConfig {
    tlsCaCertPath.ifPresent(path -> requireFile("tls_ca_cert_path", path));
    tlsClientCertPath.ifPresent(path -> requireFile("tls_client_cert_path", path));
    tlsPrivateKeyPath.ifPresent(path -> requireFile("tls_private_key_path", path));
    if (tlsClientCertPath.isPresent() != tlsPrivateKeyPath.isPresent()) {
      throw new IllegalArgumentException(
          "tls_client_cert_path and tls_private_key_path go together: set both or none");
    }
    if (!VERSIONS.contains(tlsVersion)) {
      throw new IllegalArgumentException(
          "tls_version: valid options are "
              + String.join(",", VERSIONS)
              + " but got "
              + tlsVersion);
    }
  }

  private static void requireFile(String parameter, Path path) {
    if (!Files.isRegularFile(path)) {
      throw new IllegalArgumentException(parameter + " is wrong: " + path + " is no file");
    }
  }

  /** The version as the Java runtime calls it. */
  String protocol() {
    return tlsVersion.replace('_', '.');
  }
}
