package io.millrace.net;

import io.millrace.api.MillraceException;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

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
      SslContextBuilder builder =
          SslContextBuilder.forServer(
                  settings.certPath().toFile(),
                  settings.keyPath().toFile(),
                  settings.keyPassphrase().orElse(null))
              .sslProvider(SslProvider.JDK)
              .protocols(settings.protocols())
              .clientAuth(settings.clientAuth() ? ClientAuth.REQUIRE : ClientAuth.NONE);
      settings.caPath().ifPresent(path -> builder.trustManager(path.toFile()));
      context = builder.build();
    } catch (SSLException | IllegalArgumentException e) {
      throw new MillraceException(
          "cannot use cert_path "
              + settings.certPath()
              + " with private_key_path "
              + settings.keyPath()
              + ": "
              + e.getMessage()
              + ". Expected a PEM certificate (leaf first) and its PKCS#8 key; a protected key"
              + " needs private_key_passphrase",
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
