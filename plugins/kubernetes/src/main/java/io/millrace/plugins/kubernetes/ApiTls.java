package io.millrace.plugins.kubernetes;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Whom a connection to the API trusts and what it shows. */
final class ApiTls {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");
  private static final char[] NO_PASSWORD = {};

  private ApiTls() {}

  /**
   * Reads the files.
   *
   * @throws IOException if one cannot be used; names the parameter
   */
  static SSLContext context(ApiConfig config) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys(config), trusted(config), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IOException(
          "cannot set up TLS of ca_file " + config.trusted() + ", client_cert and client_key: " + e,
          e);
    }
  }

  private static KeyManager @Nullable [] keys(ApiConfig config)
      throws IOException, GeneralSecurityException {
    if (config.clientCert().isEmpty()) {
      return null; // the runtime's default: no certificate
    }
    KeyStore store = emptyStore();
    store.setKeyEntry(
        "client",
        privateKey(config.clientKey().orElseThrow()),
        NO_PASSWORD,
        certificates(config.clientCert().get()).toArray(new Certificate[0]));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    return factory.getKeyManagers();
  }

  private static TrustManager @Nullable [] trusted(ApiConfig config)
      throws IOException, GeneralSecurityException {
    if (!config.verifySsl()) {
      return new TrustManager[] {new TrustAll()};
    }
    if (config.trusted().isEmpty()) {
      return null; // the runtime's default: its own authorities
    }
    KeyStore store = emptyStore();
    int number = 0;
    for (Certificate authority : certificates(config.trusted().get())) {
      store.setCertificateEntry("ca" + number++, authority);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    return store;
  }

  private static List<Certificate> certificates(Path file)
      throws IOException, GeneralSecurityException {
    List<Certificate> all =
        List.copyOf(
            CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file))));
    if (all.isEmpty()) {
      throw new GeneralSecurityException(file + " holds no certificate in PEM format");
    }
    return all;
  }

  private static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
    Matcher block = KEY.matcher(Files.readString(file, StandardCharsets.US_ASCII));
    if (!block.find()) {
      throw new GeneralSecurityException(
          file + " holds no PKCS#8 key ('openssl pkcs8 -topk8 -nocrypt' makes one of another)");
    }
    PKCS8EncodedKeySpec spec =
        new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(block.group(1).strip()));
    try {
      return KeyFactory.getInstance("RSA").generatePrivate(spec);
    } catch (InvalidKeySpecException notRsa) {
      return KeyFactory.getInstance("EC").generatePrivate(spec);
    }
  }

  /** What {@code verify_ssl false} asks for. */
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
