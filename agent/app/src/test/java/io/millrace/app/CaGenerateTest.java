package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.ssl.SslContextBuilder;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code millrace ca-generate}. */
class CaGenerateTest {
  @TempDir Path dir;

  private TestConsole generate(String... more) {
    String[] arguments = new String[more.length + 3];
    arguments[0] = "ca-generate";
    arguments[1] = dir.resolve("ca").toString();
    arguments[2] = "secret";
    System.arraycopy(more, 0, arguments, 3, more.length);
    return new TestConsole().run("", arguments);
  }

  private X509Certificate certificate() throws Exception {
    try (InputStream in = Files.newInputStream(dir.resolve("ca/ca_cert.pem"))) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  @Test
  void makesAnAuthorityThatHasSignedItself() throws Exception {
    TestConsole console = generate();

    assertThat(console.status()).isZero();
    assertThat(console.out())
        .isEqualTo(
            "successfully generated: ca_key.pem, ca_cert.pem\n"
                + "copy and use ca_cert.pem to client(out_forward)\n");
    X509Certificate certificate = certificate();
    certificate.verify(certificate.getPublicKey());
    certificate.checkValidity();
    assertThat(certificate.getSubjectX500Principal().getName())
        .isEqualTo("CN=Fluentd Forward CA,L=Mountain View,ST=CA,C=US");
    assertThat(certificate.getIssuerX500Principal())
        .isEqualTo(certificate.getSubjectX500Principal());
    assertThat(certificate.getBasicConstraints()).isEqualTo(Integer.MAX_VALUE);
    assertThat(certificate.getKeyUsage())
        .containsExactly(false, false, false, false, false, true, true, false, false);
    assertThat(certificate.getNotAfter().toInstant())
        .isBetween(
            Instant.now().plus(Duration.ofDays(5 * 365 - 1)),
            Instant.now().plus(Duration.ofDays(5 * 365)));
    assertThat(((RSAPublicKey) certificate.getPublicKey()).getModulus().bitLength())
        .isEqualTo(2048);
  }

  @Test
  void thePassphraseUnlocksTheKeyForItsOwner() throws Exception {
    generate();
    Path key = dir.resolve("ca/ca_key.pem");
    Path certificate = dir.resolve("ca/ca_cert.pem");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
    assertThat(SslContextBuilder.forServer(certificate.toFile(), key.toFile(), "secret").build())
        .isNotNull();
    assertThatThrownBy(
            () -> SslContextBuilder.forServer(certificate.toFile(), key.toFile(), "wrong").build())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nameAndLengthCanBeChosen() throws Exception {
    generate(
        "--key-length=3072",
        "--country=de",
        "--state",
        "Köln",
        "--locality=Am Rhein",
        "--common-name=Ours");

    assertThat(certificate().getSubjectX500Principal().getName())
        .isEqualTo("CN=Ours,L=Am Rhein,ST=Köln,C=DE");
    assertThat(((RSAPublicKey) certificate().getPublicKey()).getModulus().bitLength())
        .isEqualTo(3072);
  }

  @Test
  void filesThatAreThereStay() throws Exception {
    generate();
    byte[] key = Files.readAllBytes(dir.resolve("ca/ca_key.pem"));

    TestConsole again = generate();

    assertThat(again.status()).isEqualTo(1);
    assertThat(again.err()).contains("ca_key.pem is there already");
    assertThat(dir.resolve("ca/ca_key.pem")).hasBinaryContent(key);
  }

  @ParameterizedTest
  @CsvSource({
    "--key-length=512, --key-length 512: expected 2048 to 16384",
    "--country=USA, country 'USA': expected two letters",
  })
  void refusals(String flag, String message) {
    TestConsole console = generate(flag);

    assertThat(console.status()).isEqualTo(1);
    assertThat(console.err()).contains(message);
    assertThat(dir.resolve("ca")).doesNotExist();
  }

  @Test
  void withoutAPassphraseItTellsWhatItTakes() {
    TestConsole console = new TestConsole().run("", "ca-generate", dir.toString());

    assertThat(console.status()).isEqualTo(1);
    assertThat(console.err()).contains("PRIVATE_KEY_PASSPHRASE");
  }
}
