package io.millrace.net;

import io.millrace.api.Param;
import io.millrace.net.x509.CertificateRequest;
import io.millrace.net.x509.Digest;
import io.millrace.net.x509.DistinguishedName;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What may stand in a {@code <transport tls>} section about a certificate that is made at start.
 */
public record CertificateParams(
    @Param(
            doc =
                "Whether to make a certificate at start that is signed by itself. Clients cannot"
                    + " tell whose it is.",
            def = "false")
        boolean insecure,
    @Param(doc = "PEM file with the certificate of an authority that signs one made at start.")
        Optional<String> caCertPath,
    @Param(doc = "PEM file with the authority's private key, RSA or EC.")
        Optional<String> caPrivateKeyPath,
    @Param(doc = "Passphrase of the authority's private key.", secret = true)
        Optional<String> caPrivateKeyPassphrase,
    @Param(doc = "Bits of the RSA key that is made: 1024 to 16384.", def = "2048")
        int generatePrivateKeyLength,
    @Param(doc = "Country in the certificate that is made: two letters.", def = "US")
        String generateCertCountry,
    @Param(doc = "State in the certificate that is made.", def = "CA") String generateCertState,
    @Param(doc = "Town in the certificate that is made.", def = "Mountain View")
        String generateCertLocality,
    @Param(
            doc =
                "Name in the certificate that is made: the one that clients connect to. Without it"
                    + " the name of this machine.")
        Optional<String> generateCertCommonName,
    @Param(
            doc =
                "How long the certificate that is made is valid. New connections get another one"
                    + " when a tenth of that is left.",
            def = "3650d")
        Duration generateCertExpiration,
    @Param(doc = "Digest of the signature of the certificate that is made.", def = "sha256")
        Digest generateCertDigest) {
  /** Clients of today refuse less. */
  private static final int SHORTEST_KEY = 1024;

  /** Takes a minute to make. */
  private static final int LONGEST_KEY = 16_384;

  private static final Duration LONGEST = Duration.ofDays(100 * 365);

  /** Checks each, and what goes together. */
  public CertificateParams {
    if (caCertPath.isPresent() != caPrivateKeyPath.isPresent()) {
      throw new IllegalArgumentException(
          "ca_cert_path and ca_private_key_path are needed together");
    }
    if (generatePrivateKeyLength < SHORTEST_KEY || generatePrivateKeyLength > LONGEST_KEY) {
      throw new IllegalArgumentException(
          "generate_private_key_length %d: expected %d to %d"
              .formatted(generatePrivateKeyLength, SHORTEST_KEY, LONGEST_KEY));
    }
    if (!generateCertCountry.matches("[A-Za-z]{2}")) {
      throw new IllegalArgumentException(
          "generate_cert_country '" + generateCertCountry + "': expected two letters such as US");
    }
    if (generateCertExpiration.isNegative()
        || generateCertExpiration.isZero()
        || generateCertExpiration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "generate_cert_expiration %ds: expected more than 0 and at most %dd"
              .formatted(generateCertExpiration.toSeconds(), LONGEST.toDays()));
    }
  }

  /** None is asked for; the other settings as in Fluentd. */
  static CertificateParams none() {
    return new CertificateParams(
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        2048,
        "US",
        "CA",
        "Mountain View",
        Optional.empty(),
        Duration.ofDays(3650),
        Digest.SHA256);
  }

  /** The certificate to make; empty if none is asked for. */
  Optional<CertificateSource> source() {
    Optional<CertificateFiles> authority =
        caCertPath.map(
            path ->
                new CertificateFiles(
                    "ca_",
                    Path.of(path),
                    Path.of(caPrivateKeyPath.orElseThrow()),
                    caPrivateKeyPassphrase));
    return insecure || authority.isPresent()
        ? Optional.of(new IssuedCertificate(authority, request()))
        : Optional.empty();
  }

  private CertificateRequest request() {
    return new CertificateRequest(
        new DistinguishedName(
            generateCertCountry.toUpperCase(Locale.ROOT),
            generateCertState,
            generateCertLocality,
            generateCertCommonName.orElseGet(CertificateParams::hostname)),
        generatePrivateKeyLength,
        generateCertExpiration,
        generateCertDigest);
  }

  private static String hostname() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  /** Hides the passphrase. */
  @Override
  public String toString() {
    return "insecure " + insecure + ", authority " + caCertPath.orElse("none");
  }
}
