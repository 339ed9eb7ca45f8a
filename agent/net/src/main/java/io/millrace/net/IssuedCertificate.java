package io.millrace.net;

import io.millrace.net.tls.Identity;
import io.millrace.net.x509.CertificateRequest;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * A certificate that is made at start, and anew before it ends, with a new key each time that is
 * kept in memory only.
 *
 * @param authority signs it; without one it is signed by itself, and nobody can tell whose it is
 */
public record IssuedCertificate(Optional<CertificateFiles> authority, CertificateRequest request)
    implements CertificateSource {
  private static final int LEFT = 10;

  @Override
  public List<Needed> files() {
    return authority.map(CertificateFiles::files).orElse(List.of());
  }

  /** The time is this machine's, not the agent's: other programs compare it with theirs. */
  @Override
  public Identity identity() throws IOException, GeneralSecurityException {
    InstantSource clock = InstantSource.system();
    return authority.isPresent()
        ? request.signedBy(authority.get().identity(), clock.instant())
        : request.signedByItself(clock.instant());
  }

  /** When a tenth of its life is left. */
  @Override
  public Optional<Instant> renewal(Identity made) {
    Instant end = made.chain().get(0).getNotAfter().toInstant();
    return Optional.of(end.minus(request.validity().dividedBy(LEFT)));
  }

  @Override
  public boolean isMadeHere() {
    return true;
  }

  @Override
  public String toString() {
    return authority.map(CertificateFiles::toString).orElse("insecure") + " for " + request;
  }
}
