package io.millrace.plugins.http;

import io.millrace.api.RetryableException;
import io.millrace.net.tls.ClientTls;
import io.millrace.net.tls.Identity;
import io.millrace.net.tls.Trust;
import java.io.IOException;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
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
    try {
      return ClientTls.context(
          Trust.ofClient(
              config.tlsVerifyMode() != TlsConfig.VerifyMode.NONE, config.tlsCaCertPath()),
          identity(config));
    } catch (IOException | GeneralSecurityException e) {
      throw new RetryableException(
          "cannot set up TLS of tls_ca_cert_path, tls_client_cert_path and tls_private_key_path: "
              + e.getMessage(),
          e);
    }
  }

  private static Optional<Identity> identity(TlsConfig config)
      throws IOException, GeneralSecurityException {
    if (config.tlsClientCertPath().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Identity.read(
            config.tlsClientCertPath().get(),
            config.tlsPrivateKeyPath().orElseThrow(),
            config.tlsPrivateKeyPassphrase(),
            "tls_private_key_passphrase"));
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
