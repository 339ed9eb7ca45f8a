package io.millrace.plugins.forward;

import static io.millrace.plugins.forward.ForwardHarness.TIMEOUT;
import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.net.forward.ForwardClient;
import io.millrace.testkit.TestEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForwardTlsTest {
  private static final TestEvent EVENT = event("app", 1, "{\"n\":1}");
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir private Path dir;
  private SSLContext trusting;

  @BeforeEach
  void makeCertificate() throws Exception {
    Path store = dir.resolve("store.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-validity",
                "3650",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .start();
    try (OutputStream nothing = keytool.getOutputStream();
        InputStream said = keytool.getInputStream()) {
      nothing.flush();
      assertThat(new String(said.readAllBytes(), StandardCharsets.UTF_8)).doesNotContain("error");
    }
    assertThat(keytool.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD);
    pem("cert.pem", "CERTIFICATE", keys.getCertificate("server").getEncoded());
    pem("key.pem", "PRIVATE KEY", keys.getKey("server", PASSWORD).getEncoded());
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", keys.getCertificate("server"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    trusting = SSLContext.getInstance("TLS");
    trusting.init(null, trust.getTrustManagers(), null);
  }

  private void pem(String file, String what, byte[] der) throws Exception {
    Files.writeString(
        dir.resolve(file),
        "-----BEGIN "
            + what
            + "-----\n"
            + Base64.getMimeEncoder().encodeToString(der)
            + "\n-----END "
            + what
            + "-----\n");
  }

  private String transport(String more) {
    return "<transport tls>\ncert_path "
        + dir.resolve("cert.pem")
        + "\nprivate_key_path "
        + dir.resolve("key.pem")
        + "\n"
        + more
        + "</transport>";
  }

  private SSLSocket connect(ForwardHarness harness) throws Exception {
    SSLSocket socket =
        (SSLSocket)
            trusting
                .getSocketFactory()
                .createSocket("127.0.0.1", harness.input.address().getPort());
    socket.setSoTimeout(Math.toIntExact(TIMEOUT.toMillis()));
    return socket;
  }

  @Test
  void takesAndAcknowledgesEventsOverTls() throws Exception {
    try (ForwardHarness harness = ForwardHarness.start(transport(""));
        SSLSocket socket = connect(harness);
        ForwardClient client = ForwardClient.over(socket)) {
      client.packed("app", TestEvent.pack(EVENT), Optional.of("c"));

      assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.2");
      Awaitility.await()
          .atMost(TIMEOUT)
          .untilAsserted(() -> assertThat(harness.context.events()).containsExactly(EVENT));
    }
  }

  @Test
  void speaksTheVersionsItIsToldTo() throws Exception {
    try (ForwardHarness harness =
            ForwardHarness.start(transport("min_version TLSv1_2\nmax_version TLSv1_3\n"));
        SSLSocket socket = connect(harness);
        ForwardClient client = ForwardClient.over(socket)) {
      client.packed("app", TestEvent.pack(EVENT), Optional.of("c"));

      assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
    }
  }

  @Test
  void refusesWhoSpeaksPlainText() throws Exception {
    try (ForwardHarness harness = ForwardHarness.start(transport(""));
        ForwardClient client = harness.connect()) {
      assertThatThrownBy(() -> client.packed("app", TestEvent.pack(EVENT), Optional.of("c")))
          .isInstanceOf(IOException.class);
      assertThat(harness.context.events()).isEmpty();
    }
  }

  @Test
  void namesTheFileItCannotUse() throws Exception {
    Files.writeString(dir.resolve("key.pem"), "nonsense");

    assertThatThrownBy(() -> ForwardHarness.start(transport("")).close())
        .hasMessageContaining("private_key_path " + dir.resolve("key.pem"));

    Files.delete(dir.resolve("cert.pem"));

    assertThatThrownBy(() -> ForwardHarness.start(transport("")).close())
        .hasMessageContaining("cert_path " + dir.resolve("cert.pem"));
  }
}
