package io.millrace.plugins.aws;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpConfigurationOption;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;
import software.amazon.awssdk.utils.AttributeMap;

/**
 * Makes the pooled HTTP client of an SDK client, which closes it. Limits are those of the AWS SDK
 * for Ruby, which Fluentd uses: 15 s to connect, 60 s for an answer.
 */
public final class HttpTransport {
  private static final Duration CONNECT = Duration.ofSeconds(15);
  private static final Duration ANSWER = Duration.ofSeconds(60);

  private static final AttributeMap TRUST_ALL =
      AttributeMap.builder().put(SdkHttpConfigurationOption.TRUST_ALL_CERTIFICATES, true).build();

  private HttpTransport() {}

  /**
   * A maker of the client.
   *
   * @throws IllegalStateException if the certificate authorities cannot be read
   */
  public static SdkHttpClient.Builder<?> builder(TransportSettings settings) {
    Apache5HttpClient.Builder builder =
        Apache5HttpClient.builder().connectionTimeout(CONNECT).socketTimeout(ANSWER);
    settings.proxyUri().ifPresent(uri -> builder.proxyConfiguration(proxy(uri)));
    List<Path> authorities = authorities(settings);
    if (!settings.sslVerifyPeer()) {
      return new TrustingBuilder(builder);
    }
    if (!authorities.isEmpty()) {
      TrustManager[] trusted = trust(authorities);
      builder.tlsTrustManagersProvider(() -> trusted);
    }
    return builder;
  }

  private static ProxyConfiguration proxy(String uri) {
    URI proxy = TransportSettings.http("proxy_uri", uri);
    ProxyConfiguration.Builder builder =
        ProxyConfiguration.builder()
            .endpoint(
                URI.create(
                    proxy.getScheme()
                        + "://"
                        + proxy.getRawAuthority().replaceFirst("^[^@]*@", "")));
    String user = proxy.getUserInfo();
    if (user != null) {
      String[] parts = user.split(":", 2);
      builder
          .username(parts[0])
          .password(parts.length > 1 ? parts[1] : "")
          .preemptiveBasicAuthenticationEnabled(true);
    }
    return builder.build();
  }

  private static List<Path> authorities(TransportSettings settings) {
    List<Path> files = new ArrayList<>();
    settings.sslCaBundle().ifPresent(files::add);
    settings
        .sslCaDirectory()
        .ifPresent(
            directory -> {
              try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
                all.forEach(
                    file -> {
                      if (Files.isRegularFile(file)) {
                        files.add(file);
                      }
                    });
              } catch (IOException e) {
                throw new IllegalStateException(
                    "cannot list ssl_ca_directory " + directory + ": " + e, e);
              }
            });
    return files;
  }

  private static TrustManager[] trust(List<Path> files) {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (Path file : files) {
        addAll(file, store);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return factory.getTrustManagers();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(
          "cannot read the certificate authorities of ssl_ca_bundle or ssl_ca_directory: " + e, e);
    }
  }

  private static void addAll(Path file, KeyStore store)
      throws GeneralSecurityException, IOException {
    try (InputStream in = Files.newInputStream(file)) {
      int number = 0;
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry(file + "#" + number++, certificate);
      }
    } catch (GeneralSecurityException e) {
      throw new GeneralSecurityException(file + " holds no PEM certificates: " + e.getMessage(), e);
    }
  }

  /** Makes the client of {@code builder}, one that trusts every certificate and host name. */
  private record TrustingBuilder(Apache5HttpClient.Builder builder)
      implements SdkHttpClient.Builder<TrustingBuilder> {
    @Override
    public SdkHttpClient buildWithDefaults(AttributeMap defaults) {
      return builder.buildWithDefaults(TRUST_ALL.merge(defaults));
    }
  }
}
