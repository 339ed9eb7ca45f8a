package io.millrace.net.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Certificates and private keys in PEM files. A key may be in PKCS #8, plain or encrypted, or in
 * the older forms of OpenSSL: PKCS #1 for RSA and SEC 1 for elliptic curves, encrypted or not.
 * Messages name the file, never what is in it.
 */
public final class Pem {
  private static final List<String> CERTIFICATES = List.of("CERTIFICATE", "X509 CERTIFICATE");
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

  private Pem() {}

  /**
   * All certificates of {@code file}, in order.
   *
   * @throws GeneralSecurityException if there is none, or one that is damaged
   */
  public static List<X509Certificate> certificates(Path file)
      throws IOException, GeneralSecurityException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<X509Certificate> all = new ArrayList<>();
    for (PemBlock block : PemBlock.read(file)) {
      if (CERTIFICATES.contains(block.label())) {
        ByteArrayInputStream der = new ByteArrayInputStream(block.der().toBytes());
        all.add((X509Certificate) factory.generateCertificate(der));
      }
    }
    if (all.isEmpty()) {
      throw new GeneralSecurityException(file + " holds no certificate in PEM format");
    }
    return List.copyOf(all);
  }

  /**
   * The first private key of {@code file}.
   *
   * @param passphrase of the key, if it is encrypted
   * @param parameter that the passphrase is set with, for messages
   * @throws GeneralSecurityException if there is none, or it cannot be read
   */
  public static PrivateKey privateKey(Path file, Optional<String> passphrase, String parameter)
      throws IOException, GeneralSecurityException {
    for (PemBlock block : PemBlock.read(file)) {
      if (block.label().endsWith("PRIVATE KEY")) {
        byte[] der =
            KeyCipher.isEncrypted(block)
                ? decrypted(block, passphrase, parameter, file)
                : block.der().toBytes();
        return key(pkcs8(block.label(), der, file), file);
      }
    }
    throw new GeneralSecurityException(
        file + " holds no private key: expected PEM in PKCS#8, PKCS#1 or SEC 1");
  }

  private static byte[] decrypted(
      PemBlock block, Optional<String> passphrase, String parameter, Path file)
      throws GeneralSecurityException {
    if (passphrase.isEmpty()) {
      throw new GeneralSecurityException(file + " is encrypted: set " + parameter);
    }
    try {
      return KeyCipher.decrypt(block, passphrase.get());
    } catch (GeneralSecurityException | IOException e) {
      throw new GeneralSecurityException(
          file + " cannot be decrypted: is " + parameter + " right? " + e, e);
    }
  }

  private static byte[] pkcs8(String label, byte[] der, Path file) throws GeneralSecurityException {
    return switch (label) {
      case "PRIVATE KEY", "ENCRYPTED PRIVATE KEY" -> der;
      case "RSA PRIVATE KEY" -> Der.pkcs8OfRsa(der);
      case "EC PRIVATE KEY" -> Der.pkcs8OfEc(der);
      default ->
          throw new GeneralSecurityException(
              file + " holds a " + label + ", which is not supported: expected PKCS#8, RSA or EC");
    };
  }

  private static PrivateKey key(byte[] pkcs8, Path file) throws GeneralSecurityException {
    PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(pkcs8);
    for (String algorithm : ALGORITHMS) {
      Optional<PrivateKey> key = key(spec, algorithm);
      if (key.isPresent()) {
        return key.get();
      }
    }
    throw new GeneralSecurityException(
        file + " holds a private key that is damaged, or of none of " + ALGORITHMS);
  }

  private static Optional<PrivateKey> key(PKCS8EncodedKeySpec spec, String algorithm)
      throws GeneralSecurityException {
    try {
      return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(spec));
    } catch (InvalidKeySpecException e) {
      return Optional.empty(); // of another algorithm
    }
  }
}
