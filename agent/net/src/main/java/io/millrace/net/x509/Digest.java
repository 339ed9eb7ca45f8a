package io.millrace.net.x509;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;

/**
 * What a signature is made of, besides the key.
 *
 * <p>Source: RFC 3279, RFC 4055 and RFC 5758, which name the algorithms.
 */
public enum Digest {
  /** Believed by hardly anybody any more. */
  SHA1("1.2.840.113549.1.1.5", "1.2.840.10045.4.1"),
  /** What everybody takes. */
  SHA256("1.2.840.113549.1.1.11", "1.2.840.10045.4.3.2"),
  /** Longer. */
  SHA384("1.2.840.113549.1.1.12", "1.2.840.10045.4.3.3"),
  /** The longest. */
  SHA512("1.2.840.113549.1.1.13", "1.2.840.10045.4.3.4");

  private final String withRsa;
  private final String withEcdsa;

  Digest(String withRsa, String withEcdsa) {
    this.withRsa = withRsa;
    this.withEcdsa = withEcdsa;
  }

  /** The AlgorithmIdentifier of signatures that {@code key} makes. */
  byte[] algorithm(PrivateKey key) throws GeneralSecurityException {
    return isRsa(key)
        ? Der.sequence(Der.oid(withRsa), Der.nothing())
        : Der.sequence(Der.oid(withEcdsa));
  }

  /** Java's name of it. */
  String javaName(PrivateKey key) throws GeneralSecurityException {
    return name() + "with" + (isRsa(key) ? "RSA" : "ECDSA");
  }

  private static boolean isRsa(PrivateKey key) throws GeneralSecurityException {
    return switch (key.getAlgorithm()) {
      case "RSA" -> true;
      case "EC" -> false;
      default ->
          throw new GeneralSecurityException(
              "an authority with a key of " + key.getAlgorithm() + ": expected RSA or EC");
    };
  }
}
