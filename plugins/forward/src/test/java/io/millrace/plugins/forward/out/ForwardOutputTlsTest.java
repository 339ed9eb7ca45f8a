package io.millrace.plugins.forward.out;

import static io.millrace.plugins.forward.out.OutHarness.chunk;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.testkit.TestChunk;
import io.millrace.testkit.TestKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS towards servers of the JDK whose certificate is for localhost. */
class ForwardOutputTlsTest {
  @TempDir private static Path keys;
  private static TestKeys server;
  @TempDir private Path dir;

  @BeforeAll
  static void makeCertificate() throws Exception {
    server = TestKeys.create(keys, "server");
  }

  private static ServerSocketFactory asking(SSLContext context) {
    return new ServerSocketFactory() {
      @Override
      public ServerSocket createServerSocket(int port) throws IOException {
        return createServerSocket(port, 50, InetAddress.getLoopbackAddress());
      }

      @Override
      public ServerSocket createServerSocket(int port, int backlog) throws IOException {
        return createServerSocket(port);
      }

      @Override
      public ServerSocket createServerSocket(int port, int backlog, InetAddress address)
          throws IOException {
        SSLServerSocket socket =
            (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(port, backlog, address);
        socket.setNeedClientAuth(true);
        return socket;
      }
    };
  }

  private static OutHarness out(FakeServer to, String server, String... tls) throws Exception {
    return OutHarness.start(
        "heartbeat_type none",
        "require_ack_response true",
        "transport tls",
        String.join("\n", tls),
        to.section().replace("host 127.0.0.1", server));
  }

  private static FakeServer plainTls() throws Exception {
    return FakeServer.start(server.serving().getServerSocketFactory(), FakeServer::confirm);
  }

  private static String trusted() {
    return "tls_ca_cert_path " + server.certificate();
  }

  @Test
  void deliversToAServerItTrusts() throws Exception {
    TestChunk big = TestChunk.numbered(50_000);
    Path file = Files.write(dir.resolve("buffer.q1.log"), big.stored());
    try (FakeServer to = plainTls();
        OutHarness out = out(to, "host localhost", trusted())) {
      out.write(big.in(file));
      out.write(new LentChunk(big, 10_001));

      assertThat(to.messages)
          .hasSize(2)
          .allSatisfy(message -> assertThat(message.entries().toBytes()).isEqualTo(big.stored()));
    }
  }

  @Test
  void refusesAServerItDoesNotTrust() throws Exception {
    try (FakeServer to = plainTls();
        OutHarness out = out(to, "host localhost")) {
      assertThatThrownBy(() -> out.write(chunk(1))).hasMessageContaining("TLS handshake failed");
      assertThat(to.messages).isEmpty();
    }
  }

  @Test
  void refusesACertificateForAnotherName() throws Exception {
    try (FakeServer to = plainTls();
        OutHarness named = out(to, "host 127.0.0.1\nname elsewhere", trusted());
        OutHarness unchecked =
            out(to, "host 127.0.0.1\nname elsewhere", trusted(), "tls_verify_hostname false");
        OutHarness byName = out(to, "host 127.0.0.1\nname localhost", trusted())) {
      assertThatThrownBy(() -> named.write(chunk(1))).hasMessageContaining("TLS handshake failed");
      unchecked.write(chunk(2));
      byName.write(chunk(3));

      assertThat(to.messages).hasSize(2);
    }
  }

  @Test
  void trustsSelfSignedCertificatesOrAnybodyIfToldTo() throws Exception {
    try (FakeServer to = plainTls();
        OutHarness selfSigned = out(to, "host localhost", "tls_allow_self_signed_cert true");
        OutHarness otherName =
            out(to, "host 127.0.0.1\nname elsewhere", "tls_allow_self_signed_cert true");
        OutHarness anybody = out(to, "host 127.0.0.1", "tls_insecure_mode true")) {
      selfSigned.write(chunk(1));
      anybody.write(chunk(2));

      assertThat(to.messages).hasSize(2);
      assertThatThrownBy(() -> otherName.write(chunk(3)))
          .hasMessageContaining("TLS handshake failed");
    }
  }

  @Test
  void showsItsCertificateWhereItIsAsked() throws Exception {
    TestKeys client = TestKeys.create(dir, "client");
    try (FakeServer to = FakeServer.start(asking(server.trusting(client)), FakeServer::confirm);
        OutHarness nobody = out(to, "host localhost", trusted());
        OutHarness known =
            out(
                to,
                "host localhost",
                trusted(),
                "tls_client_cert_path " + client.certificate(),
                "tls_client_private_key_path " + client.key())) {
      known.write(chunk(1));

      assertThatThrownBy(() -> nobody.write(chunk(2))).isNotNull();
      assertThat(to.messages).hasSize(1);
    }
  }

  @Test
  void readsAuthoritiesAnewWhenTheirFileChanges() throws Exception {
    Path authorities = dir.resolve("authorities.crt");
    Files.copy(TestKeys.create(dir, "former").certificate(), authorities);
    try (FakeServer to = plainTls();
        OutHarness out = out(to, "host localhost", "tls_ca_cert_path " + authorities)) {
      assertThatThrownBy(() -> out.write(chunk(1))).hasMessageContaining("TLS handshake failed");

      Files.copy(server.certificate(), authorities, StandardCopyOption.REPLACE_EXISTING);

      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .ignoreExceptions()
          .untilAsserted(
              () -> {
                out.write(chunk(2));
                assertThat(to.messages).isNotEmpty();
              });
    }
  }

  @Test
  void resumesSessions() throws Exception {
    List<Long> made = new CopyOnWriteArrayList<>();
    FakeServer.Behaviour confirmOnce =
        peer -> {
          peer.ack(peer.message());
          made.add(peer.sessionCreated());
        };
    try (FakeServer to = FakeServer.start(server.serving().getServerSocketFactory(), confirmOnce);
        OutHarness out = out(to, "host localhost", trusted())) {
      out.write(chunk(1));
      out.write(chunk(2));

      Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> made.size() == 2);
      assertThat(made.get(1)).as("when its session was made").isEqualTo(made.get(0));
    }
  }

  @Test
  void namesTheFilesItCannotUse() throws Exception {
    try (FakeServer to = plainTls()) {
      assertThatThrownBy(() -> out(to, "host localhost", "tls_ca_cert_path /nowhere.crt"))
          .hasMessageContaining("tls_ca_cert_path")
          .hasMessageContaining("/nowhere.crt");
    }
  }
}
