package io.millrace.net.x509;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Arrays;

/**
 * A private authority: an RSA key, and a certificate that it has signed itself, which others are
 * told to trust.
 *
 * <p>Source: RFC 5280; what Fluentd's ca-generate makes.
 */
public final class Authority {
  private final KeyPair keys;
  private final byte[] certificate;

  private Authority(KeyPair keys, byte[] certificate) {
    this.keys = keys;
    this.certificate = certificate;
  }

  /**
   * Makes one. Takes a second or more for long keys.
   *
   * @param keyLength bits of its key
   * @param until when its certificate ends; it is valid since ever
   * @throws GeneralSecurityException if this Java has no RSA of that length
   */
  public static Authority create(DistinguishedName name, int keyLength, Instant until)
      throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(keyLength);
    KeyPair keys = generator.generateKeyPair();
    byte[] own = name.der();
    CertificateBody body =
        new CertificateBody(
            own,
            own,
            keys.getPublic(),
            until,
            Extension.isAuthority(),
            Extension.signs(),
            Extension.subjectKey(keys.getPublic()));
    return new Authority(keys, body.signedWith(keys.getPrivate(), Digest.SHA256));
  }

  /** The certificate, as a PEM file holds it. */
  public String certificatePem() {
    return Pem.of("CERTIFICATE", certificate);
  }

  /**
   * The key, as a PEM file holds it, locked with {@code passphrase}.
   *
   * @throws GeneralSecurityException if this Java lacks AES-256 or PBKDF2
   */
  public String keyPem(char[] passphrase) throws GeneralSecurityException {
    byte[] key = keys.getPrivate().getEncoded();
    try {
      return Pem.of("ENCRYPTED PRIVATE KEY", LockedKey.of(key, passphrase));
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }
}
