package io.millrace.plugins.elasticsearch;

import io.millrace.api.RetryableException;
import io.millrace.net.tls.ClientTls;
import io.millrace.net.tls.Identity;
import io.millrace.net.tls.Trust;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.SSLContext;

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
      return ClientTls.context(
          Trust.ofClient(config.sslVerify(), config.caFile()), identity(config));
    } catch (IOException | GeneralSecurityException e) {
      throw new RetryableException(
          "cannot set up TLS of ca_file, client_cert and client_key: " + e.getMessage(), e);
    }
  }

  private static Optional<Identity> identity(TlsConfig config)
      throws IOException, GeneralSecurityException {
    if (config.clientCert().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Identity.read(
            config.clientCert().get(),
            config.clientKey().orElseThrow(),
            config.clientKeyPass(),
            "client_key_pass"));
  }
}
