package io.millrace.plugins.elasticsearch;

import io.millrace.api.Param;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** How nodes are trusted, and which certificate we show them. */
public record TlsConfig(
    @Param(
            doc = "Whether a node must show a certificate for its name from a known authority.",
            def = "true")
        boolean sslVerify,
    @Param(doc = "PEM file of the authorities to trust; without it those of the Java runtime.")
        Optional<Path> caFile,
    @Param(doc = "PEM file of our certificate, its chain behind it.") Optional<Path> clientCert,
    @Param(doc = "PEM file of the key of client_cert.") Optional<Path> clientKey,
    @Param(doc = "Password of client_key.", secret = true) Optional<String> clientKeyPass,
    @Param(
            doc = "Accepted for Fluentd's sake; the version is negotiated.",
            deprecated = "use ssl_min_version and ssl_max_version",
            def = "TLSv1_2")
        String sslVersion,
    @Param(doc = "Lowest version: TLSv1, TLSv1_1, TLSv1_2 or TLSv1_3.")
        Optional<String> sslMinVersion,
    @Param(doc = "Highest version: TLSv1, TLSv1_1, TLSv1_2 or TLSv1_3.")
        Optional<String> sslMaxVersion) {
  private static final List<String> VERSIONS = List.of("TLSv1", "TLSv1_1", "TLSv1_2", "TLSv1_3");

  /** Checks which settings go together. */
  public TlsConfig {
    if (sslMinVersion.isPresent() != sslMaxVersion.isPresent()) {
      throw new IllegalArgumentException(
          "ssl_min_version and ssl_max_version go together: set both or none");
    }
    sslMinVersion.ifPresent(TlsConfig::requireKnown);
    sslMaxVersion.ifPresent(TlsConfig::requireKnown);
    if (clientCert.isPresent() != clientKey.isPresent()) {
      throw new IllegalArgumentException(
          "client_cert and client_key go together: set both or none");
    }
  }

  private static void requireKnown(String version) {
    if (!VERSIONS.contains(version)) {
      throw new IllegalArgumentException(
          "'" + version + "' is no TLS version: expected one of " + String.join(", ", VERSIONS));
    }
  }

  /** Protocols as the Java runtime calls them. */
  String[] protocols() {
    int from = VERSIONS.indexOf(sslMinVersion.orElse("TLSv1_2"));
    int to = VERSIONS.indexOf(sslMaxVersion.orElse("TLSv1_3"));
    return VERSIONS.subList(from, Math.max(from, to) + 1).stream()
        .map(name -> name.replace('_', '.'))
        .toArray(String[]::new);
  }
}
