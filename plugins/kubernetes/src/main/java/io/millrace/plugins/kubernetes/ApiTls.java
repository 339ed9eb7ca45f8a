package io.millrace.plugins.kubernetes;

import io.millrace.net.tls.ClientTls;
import io.millrace.net.tls.Identity;
import io.millrace.net.tls.Trust;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.SSLContext;

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
      return ClientTls.context(
          Trust.ofClient(config.verifySsl(), config.trusted()), identity(config));
    } catch (IOException | GeneralSecurityException e) {
      throw new IOException(
          "cannot set up TLS of ca_file " + config.trusted() + ", client_cert and client_key: " + e,
          e);
    }
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
