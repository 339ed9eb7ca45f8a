package io.millrace.plugins.forward.out;

import io.millrace.api.MillraceException;
import io.millrace.net.MadeOfFiles;
import io.millrace.net.tls.Identity;
import io.millrace.net.tls.Trust;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.X509TrustManager;
import org.slf4j.Logger;

/**
 * The client's side of TLS, with the JDK's implementation. Certificates are read anew when their
 * files change; sessions are resumed. Safe for use by several threads.
 */
final class TlsClient {
  private static final String CHECK_NAME = "HTTPS";

  private final TlsConfig config;
  private final Duration timeout;
  private final MadeOfFiles<Contexts> contexts;

  /** With and without a look at the name in the certificate. */
  private record Contexts(SslContext named, SslContext nameless) {}

  /**
   * Reads the files.
   *
   * @param timeout of a handshake
   * @throws MillraceException if a file cannot be used
   */
  TlsClient(TlsConfig config, Duration timeout, Logger log) {
    this.config = config;
    this.timeout = timeout;
    this.contexts =
        new MadeOfFiles<>(
            files(),
            this::make,
            error ->
                log.error(
                    "certificate files have changed and cannot be used, going on with what was"
                        + " read before: {}",
                    error.getMessage()));
  }

  private List<Path> files() {
    List<Path> files = new ArrayList<>(config.authorities());
    config.tlsClientCertPath().map(Path::of).ifPresent(files::add);
    config.tlsClientPrivateKeyPath().map(Path::of).ifPresent(files::add);
    return files;
  }

  private Contexts make() {
    return new Contexts(context(CHECK_NAME), context(""));
  }

  private SslContext context(String identification) {
    try {
      SslContextBuilder builder =
          SslContextBuilder.forClient()
              .sslProvider(SslProvider.JDK)
              .protocols(config.protocol())
              .endpointIdentificationAlgorithm(identification);
      if (!config.ciphers().isEmpty()) {
        builder.ciphers(config.ciphers());
      }
      builder.trustManager(trust());
      showCertificate(builder);
      return builder.build();
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new MillraceException(
          "cannot use tls_ca_cert_path "
              + config.authorities()
              + " or tls_client_cert_path "
              + config.tlsClientCertPath().orElse("(none)")
              + " with its key: "
              + e.getMessage()
              + ". Expected PEM files that this process can read",
          e);
    }
  }

  private X509TrustManager trust() throws IOException, GeneralSecurityException {
    if (config.tlsInsecureMode()) {
      return Trust.anybody();
    }
    X509TrustManager authorities = Trust.systemAnd(config.authorities());
    return config.tlsAllowSelfSignedCert() ? Trust.selfSignedAnd(authorities) : authorities;
  }

  private void showCertificate(SslContextBuilder builder)
      throws IOException, GeneralSecurityException {
    Optional<String> certificate = config.tlsClientCertPath();
    if (certificate.isPresent()) {
      Identity own =
          Identity.read(
              Path.of(certificate.get()),
              Path.of(config.tlsClientPrivateKeyPath().orElse(certificate.get())),
              config.tlsClientPrivateKeyPassphrase(),
              "tls_client_private_key_passphrase");
      builder.keyManager(own.key(), own.chain());
    }
  }

  /**
   * For one connection.
   *
   * @param host of the server
   * @param name the certificate is for, where the host is an address
   */
  SslHandler handler(ByteBufAllocator alloc, String host, Optional<String> name, int port) {
    boolean isAddress = NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
    Optional<String> known = isAddress ? name : Optional.of(host);
    boolean checks = known.isPresent() && config.tlsVerifyHostname() && !config.tlsInsecureMode();
    Contexts now = contexts.get();
    SslContext context = checks ? now.named() : now.nameless();
    SslHandler handler = context.newHandler(alloc, known.orElse(host), port);
    handler.setHandshakeTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    return handler;
  }
}
