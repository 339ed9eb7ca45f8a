package io.millrace.net;

import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;

/** What TLS of this Java has switched on. */
final class JavaTls {
  private JavaTls() {}

  /** The versions, as Java calls them. */
  static List<String> protocols() {
    return List.of(engine().getEnabledProtocols());
  }

  /** The cipher suites, as Java calls them, the best first. */
  static List<String> suites() {
    return List.of(engine().getEnabledCipherSuites());
  }

  /** Trusts nobody, so that the authorities of the Java runtime are not read for it. */
  private static SSLEngine engine() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[0], new TrustManager[0], null);
      return context.createSSLEngine();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java speaks TLS", e);
    }
  }
}
