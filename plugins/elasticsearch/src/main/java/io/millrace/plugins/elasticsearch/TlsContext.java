package io.millrace.plugins.elasticsearch;

import io.millrace.api.RetryableException;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Whom a TLS connection trusts and what it shows, of {@link TlsConfig}. */
final class TlsContext {
  private TlsContext() {}

  /**
   * Reads the files.
   *
   * @throws RetryableException if one cannot be read: it may be there at the next try
   */
  static SSLContext create(TlsConfig config) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keyManagers(config), trustManagers(config), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new RetryableException(
          "cannot set up TLS of ca_file, client_cert and client_key: " + e.getMessage(), e);
    }
  }

  private static KeyManager @Nullable [] keyManagers(TlsConfig config)
      throws IOException, GeneralSecurityException {
    if (config.clientCert().isEmpty()) {
      return null; // the runtime's default: no certificate
    }
    Certificate[] chain = Pem.certificates(config.clientCert().get()).toArray(new Certificate[0]);
    char[] none = new char[0];
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, none);
    keys.setKeyEntry(
        "client",
        Pem.privateKey(config.clientKey().orElseThrow(), config.clientKeyPass()),
        none,
        chain);
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, none);
    return factory.getKeyManagers();
  }

  private static TrustManager @Nullable [] trustManagers(TlsConfig config)
      throws IOException, GeneralSecurityException {
    if (!config.sslVerify()) {
      return new TrustManager[] {new TrustAll()};
    }
    if (config.caFile().isEmpty()) {
      return null; // the runtime's default: its own authorities
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, new char[0]);
    List<Certificate> authorities = Pem.certificates(config.caFile().get());
    for (int i = 0; i < authorities.size(); i++) {
      trusted.setCertificateEntry("ca" + i, authorities.get(i));
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    return factory.getTrustManagers();
  }

  /** What {@code ssl_verify false} asks for. */
  private static final class TrustAll extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
