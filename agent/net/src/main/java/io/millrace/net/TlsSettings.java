package io.millrace.net;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * TLS of a listener.
 *
 * @param certificate what it shows
 * @param caPath PEM file with the authorities of client certificates
 * @param clientAuth whether a client must show a certificate
 * @param protocols Java's names of the accepted versions
 * @param ciphers Java's names of the accepted cipher suites
 */
public record TlsSettings(
    CertificateSource certificate,
    Optional<Path> caPath,
    boolean clientAuth,
    List<String> protocols,
    List<String> ciphers) {
  /** The files that certificates and keys are in. */
  List<CertificateSource.Needed> files() {
    return Stream.concat(
            certificate.files().stream(),
            caPath.map(path -> new CertificateSource.Needed("ca_path", path)).stream())
        .toList();
  }

  /** Whether anybody can be in its place, for all that clients can tell. */
  boolean isInsecure() {
    return certificate instanceof IssuedCertificate issued && issued.authority().isEmpty();
  }

  /** Text that differs where a connection would see a different server. */
  String identity() {
    return certificate + "|" + caPath + "|" + clientAuth + "|" + protocols + "|" + ciphers;
  }

  /** Hides the passphrase. */
  @Override
  public String toString() {
    return "TLS with " + certificate;
  }
}
