package io.millrace.net;

import io.millrace.api.Include;
import io.millrace.api.Param;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What may stand in a {@code <transport tls>} section. */
public record TlsParams(
    @Param(doc = "The TLS version that is accepted.", def = "TLSv1_2") String version,
    @Param(doc = "Oldest TLS version that is accepted; needs max_version.")
        Optional<String> minVersion,
    @Param(doc = "Newest TLS version that is accepted; needs min_version.")
        Optional<String> maxVersion,
    @Param(
            doc =
                "Accepted cipher suites, as OpenSSL lists them; of those that Java has on. It does"
                    + " not concern those of TLS 1.3.",
            def = CipherList.ALL)
        String ciphers,
    @Param(doc = "Refused if true: Java cannot tell whether it complies with FIPS.", def = "false")
        boolean ensureFips,
    @Param(doc = "Refused: a file of Ruby code.") Optional<String> certVerifier,
    @Param(doc = "PEM file with the authorities of client certificates.") Optional<String> caPath,
    @Param(doc = "PEM file with the certificate, and behind it the chain.")
        Optional<String> certPath,
    @Param(doc = "PEM file with the private key.") Optional<String> privateKeyPath,
    @Param(doc = "Passphrase of the private key.", secret = true)
        Optional<String> privateKeyPassphrase,
    @Param(doc = "Whether a client must show a certificate.", def = "false") boolean clientCertAuth,
    @Include CertificateParams made) {
  private static final List<String> VERSIONS = List.of("TLSv1.1", "TLSv1.2", "TLSv1.3");

  /** Checks what goes together. */
  public TlsParams {
    if (minVersion.isPresent() != maxVersion.isPresent()) {
      throw new IllegalArgumentException(
          minVersion.isPresent()
              ? "When you set min_version, must set max_version together"
              : "When you set max_version, must set min_version together");
    }
    index("version", version);
    minVersion.ifPresent(v -> index("min_version", v));
    maxVersion.ifPresent(v -> index("max_version", v));
    if (certPath.isPresent() != privateKeyPath.isPresent()) {
      throw new IllegalArgumentException("cert_path and private_key_path are needed together");
    }
  }

  /** See {@link TransportParams#certificate}. */
  static TlsParams certificate(String certPath, String privateKeyPath, Optional<String> caPath) {
    return new TlsParams(
        "TLSv1_2",
        Optional.of("TLSv1_2"),
        Optional.of("TLSv1_3"),
        CipherList.ALL,
        false,
        Optional.empty(),
        caPath,
        Optional.of(certPath),
        Optional.of(privateKeyPath),
        Optional.empty(),
        caPath.isPresent(),
        CertificateParams.none());
  }

  /** Refuses what cannot be done. */
  void check() {
    if (certificate().isEmpty()) {
      throw new IllegalArgumentException(
          "no valid cert options configured. specify either 'cert_path', 'ca_cert_path' or"
              + " 'insecure'");
    }
    if (ensureFips) {
      throw new IllegalArgumentException(
          "ensure_fips true: cannot be honoured, since Java does not tell whether its cryptography"
              + " complies with FIPS. Leave it out, and run the agent on a Java whose only security"
              + " providers do");
    }
    if (certVerifier.isPresent()) {
      throw new IllegalArgumentException(
          "cert_verifier "
              + certVerifier.get()
              + ": cannot be honoured, since it is Ruby code. Leave it out, and set ca_path to an"
              + " authority that signs nobody but the clients to accept");
    }
    List<String> spoken = JavaTls.protocols();
    if (protocols().stream().noneMatch(spoken::contains)) {
      throw new IllegalArgumentException(
          "version "
              + String.join(", ", protocols())
              + ": this Java has it switched off, expected one of "
              + String.join(", ", spoken)
              + ". See jdk.tls.disabledAlgorithms in its file java.security");
    }
    CipherList.select(ciphers, JavaTls.suites());
  }

  /** What the section says. It must have passed {@link #check}. */
  TlsSettings settings() {
    return new TlsSettings(
        certificate().orElseThrow(),
        caPath.map(Path::of),
        clientCertAuth,
        protocols(),
        CipherList.select(ciphers, JavaTls.suites()));
  }

  /** In Fluentd's order: files first, then an authority, then none. */
  private Optional<CertificateSource> certificate() {
    return certPath
        .<CertificateSource>map(
            path ->
                new CertificateFiles(
                    "", Path.of(path), Path.of(privateKeyPath.orElseThrow()), privateKeyPassphrase))
        .or(made::source);
  }

  private List<String> protocols() {
    return VERSIONS.subList(
        index("min_version", minVersion.orElse(version)),
        index("max_version", maxVersion.orElse(version)) + 1);
  }

  /** Position in {@link #VERSIONS} of a version written as TLSv1_2, TLS1_2 or :TLSv1_2. */
  private static int index(String parameter, String text) {
    String java =
        text.replaceFirst("^:", "")
            .toUpperCase(Locale.ROOT)
            .replaceFirst("^TLSV?", "TLSv")
            .replace('_', '.');
    int at = VERSIONS.indexOf(java);
    if (at < 0) {
      throw new IllegalArgumentException(
          parameter + " '" + text + "' is unknown, expected TLSv1_1, TLSv1_2 or TLSv1_3");
    }
    return at;
  }

  /** Hides the passphrase. */
  @Override
  public String toString() {
    return "certificate " + certPath.orElse("none") + ", " + made;
  }
}
