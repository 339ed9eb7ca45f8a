package io.millrace.net;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * TLS of a listener.
 *
 * @param certPath PEM file with the certificate, and behind it the chain
 * @param keyPath PEM file with the private key
 * @param keyPassphrase of the private key
 * @param caPath PEM file with the authorities of client certificates
 * @param clientAuth whether a client must show a certificate
 * @param protocols Java's names of the accepted versions
 */
public record TlsSettings(
    Path certPath,
    Path keyPath,
    Optional<String> keyPassphrase,
    Optional<Path> caPath,
    boolean clientAuth,
    List<String> protocols) {
  /** The files that the certificates and the key are in. */
  List<Path> files() {
    return Stream.concat(Stream.of(certPath, keyPath), caPath.stream()).toList();
  }

  /** Text that differs where a connection would see a different server. */
  String identity() {
    return certPath + "|" + keyPath + "|" + caPath + "|" + clientAuth + "|" + protocols;
  }

  /** Hides the passphrase. */
  @Override
  public String toString() {
    return "TLS with certificate " + certPath;
  }
}
