package io.millrace.plugins.kubernetes;

import io.millrace.net.tls.ClientTls;
import io.millrace.net.tls.Identity;
import io.millrace.net.tls.Trust;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;

/** Whom a connection to the API trusts and what it shows. */
final class ApiTls {
  private ApiTls() {}

  /**
   * Reads the files.
   *
   * @throws IOException if one cannot be used; names the parameter
   */
  static SSLContext context(ApiConfig config) throws IOException {
    try {
      return ClientTls.context(trust(config), identity(config));
    } catch (IOException | GeneralSecurityException e) {
      throw new IOException(
          "cannot set up TLS of ca_file " + config.trusted() + ", client_cert and client_key: " + e,
          e);
    }
  }

  private static X509TrustManager trust(ApiConfig config)
      throws IOException, GeneralSecurityException {
    if (!config.verifySsl()) {
      return Trust.anybody();
    }
    Optional<Path> authorities = config.trusted();
    return authorities.isPresent() ? Trust.in(List.of(authorities.get())) : Trust.system();
  }

  private static Optional<Identity> identity(ApiConfig config)
      throws IOException, GeneralSecurityException {
    if (config.clientCert().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Identity.read(
            config.clientCert().get(),
            config.clientKey().orElseThrow(),
            Optional.empty(),
            "no passphrase: this plugin takes keys that are not encrypted"));
  }
}
