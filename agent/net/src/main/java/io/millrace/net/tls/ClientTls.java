package io.millrace.net.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** The side that connects. */
public final class ClientTls {
  private static final KeyManager[] NONE = {};

  private ClientTls() {}

  /** Of a client that believes {@code trust}, and shows {@code identity} where it is asked. */
  public static SSLContext context(X509TrustManager trust, Optional<Identity> identity)
      throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    KeyManager[] keys = identity.isPresent() ? identity.get().keyManagers() : NONE;
    context.init(keys, new TrustManager[] {trust}, null);
    return context;
  }
}
