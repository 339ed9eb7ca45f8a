package io.millrace.net;

import io.millrace.net.tls.Identity;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A certificate and its key in PEM files.
 *
 * @param prefix of the names of the parameters: {@code ca_} for those of an authority
 * @param certificate holds the certificate, and behind it the chain
 * @param passphrase of the key
 */
public record CertificateFiles(
    String prefix, Path certificate, Path key, Optional<String> passphrase)
    implements CertificateSource {
  @Override
  public List<Needed> files() {
    return List.of(
        new Needed(prefix + "cert_path", certificate),
        new Needed(prefix + "private_key_path", key));
  }

  @Override
  public Identity identity() throws IOException, GeneralSecurityException {
    return Identity.read(certificate, key, passphrase, prefix + "private_key_passphrase");
  }

  @Override
  public Optional<Instant> renewal(Identity made) {
    return Optional.empty();
  }

  @Override
  public boolean isMadeHere() {
    return false;
  }

  /** Hides the passphrase. */
  @Override
  public String toString() {
    return prefix + "cert_path " + certificate + " with " + prefix + "private_key_path " + key;
  }
}
