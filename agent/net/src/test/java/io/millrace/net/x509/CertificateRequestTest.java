package io.millrace.net.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.millrace.net.tls.Identity;
import io.millrace.net.tls.Trust;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CertificateRequestTest {
  private static final Duration VALID = Duration.ofDays(3650);
  private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  @TempDir private Path dir;

  private static CertificateRequest request(String commonName, Digest digest) {
    return new CertificateRequest(
        new DistinguishedName("US", "CA", "Mountain View", commonName), 2048, VALID, digest);
  }

  /** An authority with a key of {@code algorithm}. */
  private static Identity authority(String algorithm) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(algorithm.equals("EC") ? 256 : 2048);
    KeyPair keys = generator.generateKeyPair();
    byte[] name = new DistinguishedName("DE", "NRW", "Köln", "Ours").der();
    byte[] certificate =
        new CertificateBody(
                name,
                name,
                keys.getPublic(),
                NOW.plus(VALID),
                Extension.isAuthority(),
                Extension.signs(),
                Extension.subjectKey(keys.getPublic()))
            .signedWith(keys.getPrivate(), Digest.SHA256);
    return new Identity(
        keys.getPrivate(),
        List.of(
            (X509Certificate)
                CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(certificate))));
  }

  private Path write(String name, X509Certificate certificate) throws Exception {
    return Files.writeString(dir.resolve(name), Pem.of("CERTIFICATE", certificate.getEncoded()));
  }

  @Test
  void signedByItselfItHasWhatFluentdPutsIn() throws Exception {
    Identity made = request("logs.example", Digest.SHA256).signedByItself(NOW);

    X509Certificate certificate = made.chain().get(0);
    certificate.verify(certificate.getPublicKey());
    assertThat(made.chain()).hasSize(1);
    assertThat(certificate.getSubjectX500Principal().getName())
        .isEqualTo("CN=logs.example,L=Mountain View,ST=CA,C=US");
    assertThat(certificate.getIssuerX500Principal())
        .isEqualTo(certificate.getSubjectX500Principal());
    assertThat(certificate.getNotBefore().toInstant()).isEqualTo(Instant.EPOCH);
    assertThat(certificate.getNotAfter().toInstant()).isEqualTo(NOW.plus(VALID));
    assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
    assertThat(certificate.getSigAlgName()).isEqualTo("SHA256withRSA");
    assertThat(((RSAPublicKey) certificate.getPublicKey()).getModulus().bitLength())
        .isEqualTo(2048);
  }

  @ParameterizedTest
  @CsvSource({
    "logs.example, [[2 logs.example]]",
    "*.example, [[2 *.example]]",
    "10.0.0.7, [[7 10.0.0.7]]",
    "::1, [[7 0:0:0:0:0:0:0:1]]",
  })
  void theCommonNameIsTheAlternativeName(String name, String expected) throws Exception {
    Identity made = request(name, Digest.SHA256).signedByItself(NOW);

    assertThat(made.chain().get(0).getSubjectAlternativeNames().toString().replace(",", ""))
        .isEqualTo(expected);
  }

  @Test
  void aNameThatNoMachineHasIsNoAlternativeName() throws Exception {
    Identity made = request("Köln am Rhein", Digest.SHA256).signedByItself(NOW);

    assertThat(made.chain().get(0).getSubjectX500Principal().getName())
        .startsWith("CN=Köln am Rhein,");
    assertThat(made.chain().get(0).getSubjectAlternativeNames()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"RSA, SHA512withRSA", "EC, SHA512withECDSA"})
  void whoTrustsTheAuthorityTrustsWhatItSigned(String algorithm, String signature)
      throws Exception {
    Identity authority = authority(algorithm);

    Identity made = request("logs.example", Digest.SHA512).signedBy(authority, NOW);

    X509Certificate certificate = made.chain().get(0);
    assertThat(made.chain()).hasSize(2).endsWith(authority.chain().get(0));
    assertThat(certificate.getSigAlgName()).isEqualTo(signature);
    assertThat(certificate.getIssuerX500Principal().getName())
        .isEqualTo("CN=Ours,L=Köln,ST=NRW,C=DE");
    assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(certificate.getKeyUsage())
        .containsExactly(true, false, true, false, false, false, false, false, false);
    X509Certificate[] shown = {certificate};
    Trust.in(List.of(write("ca.pem", authority.chain().get(0))))
        .checkServerTrusted(shown, "ECDHE_RSA");
    Path other = write("other.pem", authority(algorithm).chain().get(0));
    assertThatThrownBy(() -> Trust.in(List.of(other)).checkServerTrusted(shown, "ECDHE_RSA"))
        .hasMessageContaining("PKIX path");
  }

  @ParameterizedTest
  @EnumSource
  void everyDigestIsKnownToJava(Digest digest) throws Exception {
    X509Certificate made = request("a", digest).signedByItself(NOW).chain().get(0);

    assertThat(made.getSigAlgName()).isEqualTo(digest + "withRSA");
    made.verify(made.getPublicKey());
  }

  @Test
  void anAuthorityWithAnotherKindOfKeyIsRefused() throws Exception {
    Identity signer = authority("RSA");
    KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    Identity other = new Identity(keys.getPrivate(), signer.chain());

    assertThatThrownBy(() -> request("a", Digest.SHA256).signedBy(other, NOW))
        .hasMessageContaining("expected RSA or EC");
  }

  @Test
  void opensslReadsAndBelievesThem() throws Exception {
    assumeThat(Files.isExecutable(Path.of("/usr/bin/openssl"))).isTrue();
    Identity authority = authority("EC");
    Path ca = write("ca.pem", authority.chain().get(0));
    Path signed =
        write(
            "signed.pem",
            request("logs.example", Digest.SHA256).signedBy(authority, NOW).chain().get(0));
    Path alone =
        write("alone.pem", request("10.0.0.7", Digest.SHA256).signedByItself(NOW).chain().get(0));

    assertThat(openssl("verify -x509_strict -purpose sslserver -CAfile " + ca + " " + signed))
        .contains("OK");
    assertThat(openssl("verify -verify_hostname logs.example -CAfile " + ca + " " + signed))
        .contains("OK");
    assertThat(openssl("verify -verify_ip 10.0.0.7 -CAfile " + alone + " " + alone)).contains("OK");
    assertThat(openssl("x509 -noout -text -in " + signed))
        .contains("CA:FALSE", "TLS Web Server Authentication", "DNS:logs.example");
  }

  private static String openssl(String arguments) throws IOException {
    Process process =
        new ProcessBuilder(("/usr/bin/openssl " + arguments).split(" ", -1))
            .redirectErrorStream(true)
            .start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
