package io.millrace.net.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Decrypts private keys: those of PKCS #8, and those that OpenSSL wrote before with a {@code
 * DEK-Info} header.
 *
 * <p>Source: RFC 5208, "EncryptedPrivateKeyInfo"; RFC 8018; OpenSSL's manual pages {@code
 * PEM_read_bio_PrivateKey} and {@code EVP_BytesToKey}.
 */
final class KeyCipher {
  private static final String PKCS8 = "ENCRYPTED PRIVATE KEY";
  private static final String INFO = "DEK-Info";
  private static final int SALT_BYTES = 8;

  private KeyCipher() {}

  static boolean isEncrypted(PemBlock block) {
    return block.label().equals(PKCS8) || block.headers().containsKey(INFO);
  }

  /** What the block holds. A wrong passphrase makes it fail, or answer what is no key. */
  static byte[] decrypt(PemBlock block, String passphrase)
      throws GeneralSecurityException, IOException {
    return block.label().equals(PKCS8)
        ? ofPkcs8(block.der().toBytes(), passphrase)
        : ofOpenSsl(block, passphrase);
  }

  private static byte[] ofPkcs8(byte[] der, String passphrase)
      throws GeneralSecurityException, IOException {
    EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
    // Of PBES2 only the parameters know the full name of the algorithm.
    String algorithm =
        info.getAlgParameters() == null ? info.getAlgName() : info.getAlgParameters().toString();
    Cipher cipher = Cipher.getInstance(algorithm);
    cipher.init(
        Cipher.DECRYPT_MODE,
        SecretKeyFactory.getInstance(algorithm)
            .generateSecret(new PBEKeySpec(passphrase.toCharArray())),
        info.getAlgParameters());
    return info.getKeySpec(cipher).getEncoded();
  }

  private static byte[] ofOpenSsl(PemBlock block, String passphrase)
      throws GeneralSecurityException {
    String[] info = block.headers().getOrDefault(INFO, "").split(",", 2);
    String name = info[0].toUpperCase(Locale.ROOT);
    if (info.length != 2 || !info[1].strip().matches("([0-9A-Fa-f]{2}){8,16}")) {
      throw new GeneralSecurityException("its DEK-Info is not a cipher and its first block");
    }
    byte[] iv = HexFormat.of().parseHex(info[1].strip());
    String algorithm = name.startsWith("AES-") ? "AES" : "DESede";
    int keyBytes =
        switch (name) {
          case "AES-128-CBC" -> 16;
          case "AES-192-CBC", "DES-EDE3-CBC" -> 24;
          case "AES-256-CBC" -> 32;
          default -> throw new GeneralSecurityException("its cipher " + name + " is not supported");
        };
    Cipher cipher = Cipher.getInstance(algorithm + "/CBC/PKCS5Padding");
    SecretKeySpec key = new SecretKeySpec(derived(passphrase, iv, keyBytes), algorithm);
    cipher.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(iv));
    return cipher.doFinal(block.der().toBytes());
  }

  /** Weak, and what such a file was written with. */
  private static byte[] derived(String passphrase, byte[] iv, int length)
      throws GeneralSecurityException {
    MessageDigest md5 = MessageDigest.getInstance("MD5");
    byte[] key = new byte[length];
    byte[] last = {};
    for (int at = 0; at < length; at += last.length) {
      md5.update(last);
      md5.update(passphrase.getBytes(StandardCharsets.UTF_8));
      md5.update(Arrays.copyOf(iv, SALT_BYTES));
      last = md5.digest();
      System.arraycopy(last, 0, key, at, Math.min(last.length, length - at));
    }
    return key;
  }
}
