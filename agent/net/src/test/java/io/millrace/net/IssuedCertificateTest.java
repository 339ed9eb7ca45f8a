package io.millrace.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.net.tls.Identity;
import io.millrace.net.x509.CertificateRequest;
import io.millrace.net.x509.Digest;
import io.millrace.net.x509.DistinguishedName;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IssuedCertificateTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);

  private final CertificateRequest request =
      new CertificateRequest(
          new DistinguishedName("US", "CA", "Mountain View", "logs.example"),
          2048,
          Duration.ofDays(30),
          Digest.SHA256);

  @Test
  void isMadeAnewWhenATenthOfItsLifeIsLeft() throws Exception {
    Identity made = request.signedByItself(NOW);

    assertThat(new IssuedCertificate(Optional.empty(), request).renewal(made))
        .contains(NOW.plus(Duration.ofDays(27)));
  }

  @Test
  void isNotMadeAnewWhereSomebodyElseMadeIt() throws Exception {
    Identity made = request.signedByItself(NOW);
    CertificateFiles files =
        new CertificateFiles("", Path.of("cert.pem"), Path.of("key.pem"), Optional.empty());

    assertThat(files.renewal(made)).isEmpty();
  }
}
