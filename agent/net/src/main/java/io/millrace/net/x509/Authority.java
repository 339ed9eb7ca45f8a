package io.millrace.net.x509;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;

/**
 * A private authority: an RSA key, and a certificate that it has signed itself, which others are
 * told to trust.
 *
 * <p>Source: RFC 5280; what Fluentd's ca-generate makes.
 */
public final class Authority {
  private static final String SHA256_WITH_RSA = "1.2.840.113549.1.1.11";
  private static final String BASIC_CONSTRAINTS = "2.5.29.19";
  private static final String KEY_USAGE = "2.5.29.15";

  /** Bits keyCertSign and cRLSign, 5 and 6 from the left. */
  private static final byte[] SIGNS = {0x06};

  private static final int SERIAL_BYTES = 16;

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
    byte[] algorithm = Der.sequence(Der.oid(SHA256_WITH_RSA), Der.nothing());
    byte[] content =
        Der.sequence(
            Der.explicit(0, Der.integer(BigInteger.TWO)), // version 3
            Der.integer(serial()),
            algorithm,
            name.der(),
            Der.sequence(Der.time(Instant.EPOCH), Der.time(until)),
            name.der(),
            keys.getPublic().getEncoded(),
            Der.explicit(
                3,
                Der.sequence(
                    critical(BASIC_CONSTRAINTS, Der.sequence(Der.isTrue())),
                    critical(KEY_USAGE, Der.bits(1, SIGNS)))));
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(keys.getPrivate());
    signature.update(content);
    return new Authority(keys, Der.sequence(content, algorithm, Der.bits(0, signature.sign())));
  }

  private static BigInteger serial() {
    byte[] bytes = new byte[SERIAL_BYTES];
    new SecureRandom().nextBytes(bytes);
    return new BigInteger(1, bytes).setBit(0); // never 0
  }

  private static byte[] critical(String oid, byte[] value) {
    return Der.sequence(Der.oid(oid), Der.isTrue(), Der.octets(value));
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
