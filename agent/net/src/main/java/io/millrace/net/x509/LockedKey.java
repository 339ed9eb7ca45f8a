package io.millrace.net.x509;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A private key that a passphrase locks, with AES-256.
 *
 * <p>Source: RFC 5958, EncryptedPrivateKeyInfo; RFC 8018, PBES2.
 */
final class LockedKey {
  private static final String PBES2 = "1.2.840.113549.1.5.13";
  private static final String PBKDF2 = "1.2.840.113549.1.5.12";
  private static final String HMAC_WITH_SHA256 = "1.2.840.113549.2.9";
  private static final String AES256_CBC = "2.16.840.1.101.3.4.1.42";
  private static final int ROUNDS = 600_000;
  private static final int BLOCK = 16;
  private static final int KEY_BITS = 256;

  private LockedKey() {}

  /** {@code key}, a PKCS #8 structure, locked. */
  static byte[] of(byte[] key, char[] passphrase) throws GeneralSecurityException {
    SecureRandom random = new SecureRandom();
    byte[] salt = new byte[BLOCK];
    byte[] start = new byte[BLOCK];
    random.nextBytes(salt);
    random.nextBytes(start);
    PBEKeySpec spec = new PBEKeySpec(passphrase, salt, ROUNDS, KEY_BITS);
    byte[] derived =
        SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    spec.clearPassword();
    Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
    cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(derived, "AES"), new IvParameterSpec(start));
    return Der.sequence(algorithm(salt, start), Der.octets(cipher.doFinal(key)));
  }

  private static byte[] algorithm(byte[] salt, byte[] start) {
    byte[] derivation =
        Der.sequence(
            Der.octets(salt),
            Der.integer(BigInteger.valueOf(ROUNDS)),
            Der.sequence(Der.oid(HMAC_WITH_SHA256), Der.nothing()));
    return Der.sequence(
        Der.oid(PBES2),
        Der.sequence(
            Der.sequence(Der.oid(PBKDF2), derivation),
            Der.sequence(Der.oid(AES256_CBC), Der.octets(start))));
  }
}
