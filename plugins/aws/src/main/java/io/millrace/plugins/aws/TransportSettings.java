package io.millrace.plugins.aws;

import io.millrace.api.Param;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How the connections are made: trust and proxy. */
public record TransportSettings(
    @Param(doc = "Whether the server's certificate is verified.", def = "true")
        boolean sslVerifyPeer,
    @Param(doc = "PEM file of the certificate authorities that are trusted, instead of Java's.")
        Optional<Path> sslCaBundle,
    @Param(doc = "Directory of PEM files of certificate authorities that are trusted.")
        Optional<Path> sslCaDirectory,
    @Param(
            doc =
                "Accepted for compatibility and not needed: Java's own certificate authorities are"
                    + " trusted anyway.",
            def = "false")
        boolean useBundledCert,
    @Param(doc = "HTTP proxy, http://user:password@host:port; not used for STS.")
        Optional<String> proxyUri) {
  /** Verifies by Java's authorities, without a proxy. */
  public static final TransportSettings DEFAULT =
      new TransportSettings(true, Optional.empty(), Optional.empty(), false, Optional.empty());

  /** Refuses a proxy that is no URL. */
  public TransportSettings {
    proxyUri.ifPresent(uri -> http("proxy_uri", uri));
  }

  /** The same with another proxy. */
  TransportSettings withProxy(Optional<String> proxy) {
    return new TransportSettings(sslVerifyPeer, sslCaBundle, sslCaDirectory, useBundledCert, proxy);
  }

  /**
   * {@code value} as the URL of an HTTP server.
   *
   * @throws IllegalArgumentException naming {@code parameter} if it is none
   */
  public static URI http(String parameter, String value) {
    URI uri;
    try {
      uri = URI.create(value);
    } catch (IllegalArgumentException e) {
      throw notHttp(parameter, value, e);
    }
    if (uri.getHost() == null
        || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
      throw notHttp(parameter, value, null);
    }
    return uri;
  }

  private static IllegalArgumentException notHttp(
      String parameter, String value, @Nullable Throwable cause) {
    return new IllegalArgumentException(
        parameter
            + " is '"
            + value.replaceFirst("//[^/@]*@", "//***@")
            + "', but a URL such as http://host:port is expected",
        cause);
  }
}
