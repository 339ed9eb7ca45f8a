package io.millrace.net;

import io.millrace.net.tls.Identity;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where the certificate of a listener, and the key to it, come from. */
public sealed interface CertificateSource permits CertificateFiles, IssuedCertificate {
  /** A file that it needs, and the parameter that names it. */
  record Needed(String parameter, Path file) {}

  /** The files that it needs. */
  List<Needed> files();

  /**
   * The certificate, with its chain, and the key. Reads files, or makes a key, which takes a while.
   *
   * @throws GeneralSecurityException if they cannot be used, or not made
   */
  Identity identity() throws IOException, GeneralSecurityException;

  /**
   * From when on {@code made}, an {@link #identity} of this source, is to be made anew: some time
   * before it ends. Empty if that is for others to do.
   */
  Optional<Instant> renewal(Identity made);

  /**
   * Whether each call of {@link #identity} makes another certificate, so that what was made is kept
   * as long as its files and settings are the same and it is not due for {@link #renewal}.
   */
  boolean isMadeHere();
}
