package io.millrace.net.x509;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Instant;

/**
 * What a certificate says, until somebody signs it. It is valid since ever, as with Fluentd, so
 * that no clock that is behind refuses it.
 *
 * <p>Source: RFC 5280, "TBSCertificate".
 */
final class CertificateBody {
  private static final int SERIAL_BYTES = 16;

  private final byte[] issuer;
  private final byte[] subject;
  private final PublicKey key;
  private final Instant until;
  private final byte[] extensions;

  /**
   * Names are in DER.
   *
   * @param until when it ends
   */
  CertificateBody(
      byte[] issuer, byte[] subject, PublicKey key, Instant until, byte[]... extensions) {
    this.issuer = issuer.clone();
    this.subject = subject.clone();
    this.key = key;
    this.until = until;
    this.extensions = Der.sequence(extensions);
  }

  /** The certificate. */
  byte[] signedWith(PrivateKey signer, Digest digest) throws GeneralSecurityException {
    byte[] algorithm = digest.algorithm(signer);
    byte[] content =
        Der.sequence(
            Der.explicit(0, Der.integer(BigInteger.TWO)), // version 3
            Der.integer(serial()),
            algorithm,
            issuer,
            Der.sequence(Der.time(Instant.EPOCH), Der.time(until)),
            subject,
            key.getEncoded(),
            Der.explicit(3, extensions));
    Signature signature = Signature.getInstance(digest.javaName(signer));
    signature.initSign(signer);
    signature.update(content);
    return Der.sequence(content, algorithm, Der.bits(0, signature.sign()));
  }

  private static BigInteger serial() {
    byte[] bytes = new byte[SERIAL_BYTES];
    new SecureRandom().nextBytes(bytes);
    return new BigInteger(1, bytes).setBit(0); // never 0
  }
}
