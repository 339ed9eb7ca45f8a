package io.millrace.plugins.http;

import io.millrace.api.RetryableException;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/** Makes HTTP clients of settings. */
final class Clients {
  private Clients() {}

  /**
   * A client with threads and connections of its own.
   *
   * @throws RetryableException if a certificate cannot be read: it may be there at the next try
   */
  static HttpClient create(HttpConfig config) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(config.openTimeout()));
    if (config.endpoint().text().startsWith("https:")) {
      SSLParameters parameters = new SSLParameters();
      parameters.setProtocols(new String[] {config.tls().protocol()});
      builder.sslContext(tls(config.tls())).sslParameters(parameters);
    }
    proxy(config)
        .ifPresent(
            proxy -> {
              builder.proxy(proxy);
              proxy.login().ifPresent(builder::authenticator);
            });
    return builder.build();
  }

  private static SSLContext tls(TlsConfig config) {
    SslContextBuilder builder = SslContextBuilder.forClient().sslProvider(SslProvider.JDK);
    config.tlsCaCertPath().ifPresent(path -> builder.trustManager(path.toFile()));
    if (config.tlsVerifyMode() == TlsConfig.VerifyMode.NONE) {
      builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
    }
    try {
      config
          .tlsClientCertPath()
          .ifPresent(
              cert ->
                  builder.keyManager(
                      cert.toFile(),
                      config.tlsPrivateKeyPath().orElseThrow().toFile(),
                      config.tlsPrivateKeyPassphrase().orElse(null)));
      return ((JdkSslContext) builder.build()).context();
    } catch (IllegalArgumentException | SSLException e) {
      throw new RetryableException(
          "cannot set up TLS of tls_ca_cert_path, tls_client_cert_path and tls_private_key_path: "
              + e.getMessage(),
          e);
    }
  }

  private static Optional<HttpProxy> proxy(HttpConfig config) {
    return config
        .proxy()
        .map(url -> HttpProxy.of(url, true))
        .or(
            () ->
                environment("HTTP_PROXY")
                    .or(() -> environment("http_proxy"))
                    .map(url -> HttpProxy.of(url, false)));
  }

  private static Optional<String> environment(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
  }
}
