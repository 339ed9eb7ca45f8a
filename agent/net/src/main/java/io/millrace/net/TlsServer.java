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
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Makes the server side of TLS for each connection, with the JDK's implementation. */
final class TlsServer {
  private static final long HANDSHAKE_SECONDS = 10;

  private final SslContext context;
  private final Optional<Instant> renewal;

  /**
   * Reads the files, and makes a certificate if that is asked for.
   *
   * @throws MillraceException if one cannot be used; names the parameter and the file
   */
  TlsServer(TlsSettings settings) {
    settings.files().forEach(TlsServer::check);
    try {
      Identity own = settings.certificate().identity();
      SslContextBuilder builder =
          SslContextBuilder.forServer(own.key(), own.chain())
              .sslProvider(SslProvider.JDK)
              .protocols(settings.protocols())
              .ciphers(settings.ciphers())
              .clientAuth(settings.clientAuth() ? ClientAuth.REQUIRE : ClientAuth.NONE);
      if (settings.caPath().isPresent()) {
        builder.trustManager(Trust.in(List.of(settings.caPath().get())));
      }
      context = builder.build();
      renewal = settings.certificate().renewal(own);
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new MillraceException(
          "cannot use "
              + settings.certificate()
              + ": "
              + e.getMessage()
              + ". Expected PEM files: the certificate, then its chain, and its key",
          e);
    }
  }

  /** From when on it is to be made anew; empty if it does not end, or that is for others to do. */
  Optional<Instant> renewal() {
    return renewal;
  }

  SslHandler handler(ByteBufAllocator alloc) {
    SslHandler handler = context.newHandler(alloc);
    handler.setHandshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS);
    return handler;
  }

  private static void check(CertificateSource.Needed needed) {
    if (!Files.isReadable(needed.file())) {
      throw new MillraceException(
          "<transport tls>: "
              + needed.parameter()
              + " "
              + needed.file()
              + " is not a file this process can read");
    }
  }
}
