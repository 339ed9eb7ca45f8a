package io.millrace.net.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/**
 * What one side of a connection shows: a certificate, the chain behind it, and the key that proves
 * it.
 *
 * @param chain its own certificate first
 */
public record Identity(PrivateKey key, List<X509Certificate> chain) {
  private static final char[] NO_PASSWORD = {};
  private static final Map<String, String> SIGNATURES =
      Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

  /**
   * Reads the files.
   *
   * @param passphrase of the key, if it is encrypted
   * @param parameter that the passphrase is set with, for messages
   * @throws GeneralSecurityException if one cannot be used, or the key is another certificate's
   */
  public static Identity read(
      Path certificates, Path key, Optional<String> passphrase, String parameter)
      throws IOException, GeneralSecurityException {
    Identity read =
        new Identity(Pem.privateKey(key, passphrase, parameter), Pem.certificates(certificates));
    if (!read.belongsTogether()) {
      throw new GeneralSecurityException(
          "the key in " + key + " is not that of the first certificate in " + certificates);
    }
    return read;
  }

  private boolean belongsTogether() throws GeneralSecurityException {
    PublicKey claimed = chain.get(0).getPublicKey();
    String signature = SIGNATURES.get(key.getAlgorithm());
    if (signature == null) {
      return true; // the JDK will say what it thinks of it
    }
    if (!claimed.getAlgorithm().equals(key.getAlgorithm())) {
      return false;
    }
    byte[] text = {1};
    Signature signing = Signature.getInstance(signature);
    signing.initSign(key);
    signing.update(text);
    Signature verifying = Signature.getInstance(signature);
    verifying.initVerify(claimed);
    verifying.update(text);
    return verifying.verify(signing.sign());
  }

  KeyManager[] keyManagers() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    store.setKeyEntry("own", key, NO_PASSWORD, chain.toArray(new Certificate[0]));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    return factory.getKeyManagers();
  }

  /** Hides the key. */
  @Override
  public String toString() {
    return "identity of " + chain.get(0).getSubjectX500Principal();
  }
}
