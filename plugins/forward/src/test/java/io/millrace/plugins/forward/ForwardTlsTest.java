package io.millrace.plugins.forward;

import static io.millrace.plugins.forward.ForwardHarness.TIMEOUT;
import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.net.forward.ForwardClient;
import io.millrace.testkit.TestEvent;
import io.millrace.testkit.TestKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForwardTlsTest {
  private static final TestEvent EVENT = event("app", 1, "{\"n\":1}");

  @TempDir private Path dir;
  private TestKeys keys;

  @BeforeEach
  void makeCertificate() throws Exception {
    keys = TestKeys.create(dir, "server");
  }

  private String transport(String more) {
    return "<transport tls>\ncert_path "
        + keys.certificate()
        + "\nprivate_key_path "
        + keys.key()
        + "\n"
        + more
        + "</transport>";
  }

  private SSLSocket connect(ForwardHarness harness) throws Exception {
    SSLSocket socket =
        (SSLSocket)
            keys.trusted()
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
      harness.awaitEvents(EVENT);
    }
  }

  @Test
  void doesNotStartWithTheKeyOfAnotherCertificate() throws Exception {
    TestKeys other = TestKeys.create(dir, "other");
    String mixed = transport("").replace(keys.key().toString(), other.key().toString());

    assertThatThrownBy(() -> ForwardHarness.start(mixed))
        .hasMessageContaining("private_key_path " + other.key())
        .hasMessageContaining("is not that of the first certificate in " + keys.certificate());
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
    Files.writeString(keys.key(), "nonsense");

    assertThatThrownBy(() -> ForwardHarness.start(transport("")).close())
        .hasMessageContaining("private_key_path " + keys.key());

    Files.delete(keys.certificate());

    assertThatThrownBy(() -> ForwardHarness.start(transport("")).close())
        .hasMessageContaining("cert_path " + keys.certificate());
  }

  @Test
  void showsTheNewCertificateOnceItsFilesHaveChanged() throws Exception {
    TestKeys next = TestKeys.create(dir, "next");
    try (ForwardHarness harness = ForwardHarness.start(transport(""));
        SSLSocket before = connect(harness);
        ForwardClient client = ForwardClient.over(before)) {
      client.packed("app", TestEvent.pack(EVENT), Optional.of("c1"));
      Files.copy(next.key(), keys.key(), StandardCopyOption.REPLACE_EXISTING);
      Files.copy(next.certificate(), keys.certificate(), StandardCopyOption.REPLACE_EXISTING);

      keys = next;
      Awaitility.await().atMost(TIMEOUT).ignoreExceptions().until(() -> isTrusted(harness));
      client.packed("app", TestEvent.pack(EVENT), Optional.of("c2"));
      assertThat(harness.context.events()).hasSize(2);
    }
  }

  private boolean isTrusted(ForwardHarness harness) throws Exception {
    try (SSLSocket socket = connect(harness)) {
      socket.startHandshake();
      return true;
    }
  }

  @Test
  void takesNobodyWithoutTheCertificateItAsksFor() throws Exception {
    String asks = "client_cert_auth true\nca_path " + keys.certificate() + "\n";
    try (ForwardHarness harness = ForwardHarness.start(transport(asks));
        SSLSocket socket = connect(harness);
        ForwardClient client = ForwardClient.over(socket)) {
      assertThatThrownBy(() -> client.packed("app", TestEvent.pack(EVENT), Optional.of("c")))
          .isInstanceOf(IOException.class);
      assertThat(harness.context.events()).isEmpty();
    }
  }
}
