package io.millrace.plugins.forward.out;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Trusts the authorities of the system, those in some files, and, if told to, certificates that are
 * signed by themselves. The JDK looks at the name in the certificate on top of that, because this
 * is no {@code X509ExtendedTrustManager}.
 */
final class Trust implements X509TrustManager {
  private final X509TrustManager authorities;
  private final boolean allowSelfSigned;

  private Trust(X509TrustManager authorities, boolean allowSelfSigned) {
    this.authorities = authorities;
    this.allowSelfSigned = allowSelfSigned;
  }

  static Trust in(List<Path> files, boolean allowSelfSigned)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int number = 0;
    for (X509Certificate certificate : system().getAcceptedIssuers()) {
      store.setCertificateEntry("authority-" + number++, certificate);
    }
    for (Path file : files) {
      for (Certificate certificate : read(file)) {
        store.setCertificateEntry("authority-" + number++, certificate);
      }
    }
    return new Trust(manager(store), allowSelfSigned);
  }

  private static X509TrustManager system() throws GeneralSecurityException {
    return manager(null);
  }

  /** Null is the JDK's way to say the authorities of the system. */
  private static X509TrustManager manager(@Nullable KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager x509) {
        return x509;
      }
    }
    throw new IllegalStateException("every JDK has a trust manager for X.509");
  }

  private static Collection<? extends Certificate> read(Path file)
      throws IOException, GeneralSecurityException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      Collection<? extends Certificate> all =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (all.isEmpty()) {
        throw new CertificateException(file + " holds no certificate");
      }
      return all;
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    if (!(allowSelfSigned && chain.length == 1 && isSelfSigned(chain[0]))) {
      authorities.checkServerTrusted(chain, authType);
    }
  }

  private static boolean isSelfSigned(X509Certificate certificate) throws CertificateException {
    if (!certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
      return false;
    }
    try {
      certificate.verify(certificate.getPublicKey());
      certificate.checkValidity();
      return true;
    } catch (GeneralSecurityException e) {
      throw new CertificateException("a certificate is not what it says", e);
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    authorities.checkClientTrusted(chain, authType);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return authorities.getAcceptedIssuers();
  }
}
