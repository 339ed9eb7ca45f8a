package io.millrace.net.tls;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.X509TrustManager;

/**
 * Believes certificates that are signed by themselves, and others as told. The JDK looks at the
 * name in the certificate on top of that, because this is no {@code X509ExtendedTrustManager}.
 */
final class TrustSelfSigned implements X509TrustManager {
  private final X509TrustManager others;

  TrustSelfSigned(X509TrustManager others) {
    this.others = others;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    if (!(chain.length == 1 && isSelfSigned(chain[0]))) {
      others.checkServerTrusted(chain, authType);
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
    others.checkClientTrusted(chain, authType);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return others.getAcceptedIssuers();
  }
}
