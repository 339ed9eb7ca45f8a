package io.millrace.net;

import io.millrace.api.MillraceException;
import io.millrace.net.tls.Identity;
import io.millrace.net.tls.Trust;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Makes the server side of TLS for each connection, with the JDK's implementation. */
final class TlsServer {
  private static final long HANDSHAKE_SECONDS = 10;

  private final SslContext context;

  /**
   * Reads the files.
   *
   * @throws MillraceException if one cannot be used; names the parameter and the file
   */
  TlsServer(TlsSettings settings) {
    check("cert_path", settings.certPath());
    check("private_key_path", settings.keyPath());
    settings.caPath().ifPresent(path -> check("ca_path", path));
    try {
      Identity own =
          Identity.read(
              settings.certPath(),
              settings.keyPath(),
              settings.keyPassphrase(),
              "private_key_passphrase");
      SslContextBuilder builder =
          SslContextBuilder.forServer(own.key(), own.chain())
              .sslProvider(SslProvider.JDK)
              .protocols(settings.protocols())
              .clientAuth(settings.clientAuth() ? ClientAuth.REQUIRE : ClientAuth.NONE);
      if (settings.caPath().isPresent()) {
        builder.trustManager(Trust.in(List.of(settings.caPath().get())));
      }
      context = builder.build();
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new MillraceException(
          "cannot use cert_path "
              + settings.certPath()
              + " with private_key_path "
              + settings.keyPath()
              + ": "
              + e.getMessage()
              + ". Expected PEM files: the certificate, then its chain, and its key",
          e);
    }
  }

  SslHandler handler(ByteBufAllocator alloc) {
    SslHandler handler = context.newHandler(alloc);
    handler.setHandshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS);
    return handler;
  }

  private static void check(String parameter, Path path) {
    if (!Files.isReadable(path)) {
      throw new MillraceException(
          "<transport tls>: " + parameter + " " + path + " is not a file this process can read");
    }
  }
}
