package io.millrace.plugins.elasticsearch;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Certificates and private keys in PEM files. */
final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]+)-----END \\1-----");

  /** What stands in front of a PKCS#1 key to make it a PKCS#8 one, lengths aside. */
  private static final byte[] RSA_ALGORITHM = {
    0x02,
    0x01,
    0x00,
    0x30,
    0x0d,
    0x06,
    0x09,
    0x2a,
    (byte) 0x86,
    0x48,
    (byte) 0x86,
    (byte) 0xf7,
    0x0d,
    0x01,
    0x01,
    0x01,
    0x05,
    0x00
  };

  private Pem() {}

  /** All certificates of {@code file}, in order. */
  static List<Certificate> certificates(Path file) throws IOException, GeneralSecurityException {
    byte[] text = Files.readAllBytes(file);
    List<Certificate> all =
        List.copyOf(
            CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(text)));
    if (all.isEmpty()) {
      throw new GeneralSecurityException(file + " holds no certificate in PEM format");
    }
    return all;
  }

  /** The private key of {@code file}. */
  static PrivateKey privateKey(Path file, Optional<String> password)
      throws IOException, GeneralSecurityException {
    Matcher block = BLOCK.matcher(Files.readString(file, StandardCharsets.US_ASCII));
    while (block.find()) {
      byte[] der = Base64.getMimeDecoder().decode(block.group(2).strip());
      Optional<PKCS8EncodedKeySpec> key =
          switch (block.group(1)) {
            case "PRIVATE KEY" -> Optional.of(new PKCS8EncodedKeySpec(der));
            case "RSA PRIVATE KEY" -> Optional.of(new PKCS8EncodedKeySpec(wrapped(der)));
            case "ENCRYPTED PRIVATE KEY" -> Optional.of(decrypted(der, password, file));
            default -> Optional.empty();
          };
      if (key.isPresent()) {
        return key(key.get(), file);
      }
    }
    throw new GeneralSecurityException(
        file
            + " holds no private key that can be read: expected PKCS#8 ('openssl pkcs8 -topk8'"
            + " makes one)");
  }

  private static PrivateKey key(PKCS8EncodedKeySpec spec, Path file)
      throws GeneralSecurityException {
    for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
      Optional<PrivateKey> key = key(spec, algorithm);
      if (key.isPresent()) {
        return key.get();
      }
    }
    throw new GeneralSecurityException(file + " holds a private key of an unknown algorithm");
  }

  private static Optional<PrivateKey> key(PKCS8EncodedKeySpec spec, String algorithm)
      throws GeneralSecurityException {
    try {
      return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(spec));
    } catch (InvalidKeySpecException e) {
      return Optional.empty(); // of another algorithm
    }
  }

  private static PKCS8EncodedKeySpec decrypted(byte[] der, Optional<String> password, Path file)
      throws IOException, GeneralSecurityException {
    if (password.isEmpty()) {
      throw new GeneralSecurityException(file + " is encrypted: set client_key_pass");
    }
    EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
    // Of PBES2 only the parameters know the full name of the algorithm.
    String algorithm =
        info.getAlgParameters() == null ? info.getAlgName() : info.getAlgParameters().toString();
    Cipher cipher = Cipher.getInstance(algorithm);
    cipher.init(
        Cipher.DECRYPT_MODE,
        SecretKeyFactory.getInstance(algorithm)
            .generateSecret(new PBEKeySpec(password.get().toCharArray())),
        info.getAlgParameters());
    return info.getKeySpec(cipher);
  }

  private static byte[] wrapped(byte[] pkcs1) {
    byte[] key = field(0x04, pkcs1);
    return field(
        0x30,
        ByteBuffer.allocate(RSA_ALGORITHM.length + key.length).put(RSA_ALGORITHM).put(key).array());
  }

  /** A DER field with a length of two bytes: keys are neither shorter nor longer. */
  private static byte[] field(int tag, byte[] content) {
    return ByteBuffer.allocate(content.length + 4)
        .put((byte) tag)
        .put((byte) 0x82)
        .putShort((short) content.length)
        .put(content)
        .array();
  }
}
