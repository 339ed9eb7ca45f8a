package io.millrace.plugins.forward;

import static io.millrace.plugins.forward.ForwardHarness.TIMEOUT;
import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.net.forward.ForwardClient;
import io.millrace.net.tls.Trust;
import io.millrace.testkit.TestAuthority;
import io.millrace.testkit.TestEvent;
import io.millrace.testkit.TestKeys;
import io.millrace.testkit.TestLog;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Certificates that a listener makes itself when it starts. */
class ForwardMadeCertificateTest {
  private static final TestEvent EVENT = event("app", 1, "{\"n\":1}");
  private static final String INSECURE = "<transport tls>\ninsecure true\n%s\n</transport>";

  @TempDir private Path dir;

  private static int port(ForwardHarness harness) {
    return harness.input.address().getPort();
  }

  /** What a client sees that believes anybody. */
  private static X509Certificate shown(ForwardHarness harness) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(new KeyManager[0], new TrustManager[] {Trust.anybody()}, null);
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port(harness))) {
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  @Test
  void whoTrustsTheAuthorityIsServed() throws Exception {
    TestAuthority authority = TestAuthority.create(dir, "ca");
    try (ForwardHarness harness = ForwardHarness.start(authority.transport());
        SSLSocket socket = authority.connect("localhost", port(harness));
        ForwardClient client = ForwardClient.over(socket)) {
      client.packed("app", TestEvent.pack(EVENT), Optional.of("c"));

      harness.awaitEvents(EVENT);
    }
  }

  @Test
  void whoTrustsAnotherAuthorityOrConnectsToAnotherNameIsNot() throws Exception {
    TestAuthority authority = TestAuthority.create(dir, "ca");
    TestAuthority other = TestAuthority.create(dir, "other");
    try (ForwardHarness harness = ForwardHarness.start(authority.transport())) {
      assertThatThrownBy(() -> other.connect("localhost", port(harness)).close())
          .isInstanceOf(SSLException.class)
          .hasMessageContaining("PKIX");
      assertThatThrownBy(() -> authority.connect("127.0.0.1", port(harness)).close())
          .isInstanceOf(SSLException.class)
          .hasMessageContaining("127.0.0.1");
    }
  }

  @Test
  void anotherAuthorityInTheSameFilesSignsTheNextCertificate() throws Exception {
    TestAuthority authority = TestAuthority.create(dir, "ca");
    TestAuthority next = TestAuthority.create(dir, "next");
    try (ForwardHarness harness = ForwardHarness.start(authority.transport())) {
      Files.copy(next.key(), authority.key(), StandardCopyOption.REPLACE_EXISTING);
      Files.copy(next.certificate(), authority.certificate(), StandardCopyOption.REPLACE_EXISTING);

      Awaitility.await()
          .atMost(TIMEOUT)
          .ignoreExceptions()
          .untilAsserted(
              () -> {
                try (SSLSocket socket = next.connect("localhost", port(harness))) {
                  assertThat(socket.getSession().isValid()).isTrue();
                }
              });
    }
  }

  @Test
  void insecureMakesACertificateForThisMachineAndSaysSo() throws Exception {
    try (TestLog log = TestLog.of("io.millrace.net.Acceptor");
        ForwardHarness harness = ForwardHarness.start(INSECURE.formatted(""))) {
      X509Certificate certificate = shown(harness);

      certificate.verify(certificate.getPublicKey());
      assertThat(certificate.getSubjectX500Principal().getName())
          .isEqualTo(
              "CN=%s,L=Mountain View,ST=CA,C=US"
                  .formatted(InetAddress.getLocalHost().getHostName()));
      assertThat(log.warnings())
          .containsExactly(
              "insecure TLS communication server is configured (using 'insecure' mode)"
                  + " plugin_id=in_forward");
    }
  }

  @Test
  void isMadeAnewBeforeItEnds() throws Exception {
    try (ForwardHarness harness =
        ForwardHarness.start(INSECURE.formatted("generate_cert_expiration 3s"))) {
      X509Certificate first = shown(harness);

      Awaitility.await().atMost(TIMEOUT).until(() -> !shown(harness).equals(first));

      X509Certificate second = shown(harness);
      assertThat(second.getNotAfter()).isAfter(first.getNotAfter());
      assertThat(second.getPublicKey()).isNotEqualTo(first.getPublicKey());
    }
  }

  @Test
  void whatItSaysIsConfigured() throws Exception {
    String settings =
        """
        generate_private_key_length 3072
        generate_cert_country de
        generate_cert_state Hessen
        generate_cert_locality Am Main
        generate_cert_common_name logs.example
        generate_cert_expiration 30d
        generate_cert_digest sha512
        """;
    try (ForwardHarness harness = ForwardHarness.start(INSECURE.formatted(settings))) {
      X509Certificate certificate = shown(harness);

      assertThat(certificate.getSubjectX500Principal().getName())
          .isEqualTo("CN=logs.example,L=Am Main,ST=Hessen,C=DE");
      assertThat(((RSAPublicKey) certificate.getPublicKey()).getModulus().bitLength())
          .isEqualTo(3072);
      assertThat(certificate.getSigAlgName()).isEqualTo("SHA512withRSA");
    }
  }

  @Test
  void filesComeBeforeAnAuthorityAndThatBeforeInsecure() throws Exception {
    TestAuthority authority = TestAuthority.create(dir, "ca");
    TestKeys keys = TestKeys.create(dir, "server");
    String files = "cert_path %s\nprivate_key_path %s".formatted(keys.certificate(), keys.key());
    try (ForwardHarness both = ForwardHarness.start(authority.transport("insecure true"));
        ForwardHarness all = ForwardHarness.start(authority.transport("insecure true", files))) {
      assertThat(shown(both).getIssuerX500Principal().getName()).startsWith("CN=ca,");
      assertThat(shown(all).getIssuerX500Principal().getName()).isEqualTo("CN=server");
    }
  }

  @Test
  void ciphersAreThoseThatAreAsked() throws Exception {
    String asked = "ciphers ECDHE+AES128:!SHA\nmin_version TLSv1_2\nmax_version TLSv1_3";
    try (ForwardHarness harness = ForwardHarness.start(INSECURE.formatted(asked))) {
      assertThat(suite(harness, "TLSv1.2")).isEqualTo("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
      assertThat(suite(harness, "TLSv1.3")).isEqualTo("TLS_AES_256_GCM_SHA384");
    }
  }

  private static String suite(ForwardHarness harness, String version) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(new KeyManager[0], new TrustManager[] {Trust.anybody()}, null);
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port(harness))) {
      socket.setEnabledProtocols(new String[] {version});
      socket.startHandshake();
      return socket.getSession().getCipherSuite();
    }
  }

  @Test
  void doesNotStartWithAnAuthorityItCannotUse() throws Exception {
    TestAuthority authority = TestAuthority.create(dir, "ca");
    String wrong = authority.transport().replace(TestAuthority.PASSPHRASE, "mellon");

    assertThatThrownBy(() -> ForwardHarness.start(wrong).close())
        .hasMessageContaining("ca_cert_path " + authority.certificate())
        .hasMessageContaining("is ca_private_key_passphrase right?");

    Files.delete(authority.key());

    assertThatThrownBy(() -> ForwardHarness.start(authority.transport()).close())
        .hasMessageContaining("ca_private_key_path " + authority.key() + " is not a file");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ca_cert_path /x | ca_cert_path and ca_private_key_path are needed together",
        "generate_private_key_length 512 | generate_private_key_length 512: expected 1024 to",
        "generate_cert_country USA | generate_cert_country 'USA': expected two letters",
        "generate_cert_expiration 0 | generate_cert_expiration 0s: expected more than 0",
        "generate_cert_digest md5 | valid options are sha1,sha256,sha384,sha512 but got md5",
        "ensure_fips true | ensure_fips true: cannot be honoured",
        "cert_verifier /v.rb | cert_verifier /v.rb: cannot be honoured",
        "version TLSv1_1 | version TLSv1.1: this Java has it switched off",
        "ciphers RC4 | ciphers 'RC4' asks for none of the cipher suites",
      })
  void refusesWhatCannotBeHonoured(String line, String reason) {
    assertThatThrownBy(() -> ForwardHarness.start(INSECURE.formatted(line)).close())
        .hasMessageContaining(reason);
  }
}
