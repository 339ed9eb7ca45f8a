package io.millrace.plugins.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.millrace.testkit.TestContext;
import io.millrace.testkit.TestEvent;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom the output trusts. */
class HttpsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir static Path dir;
  private static final AtomicInteger REQUESTS = new AtomicInteger();
  private static HttpsServer server;
  private static Path certificate;

  @BeforeAll
  static void start() throws Exception {
    KeyStore keys = keys();
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    String body =
        Base64.getMimeEncoder(64, new byte[] {'\n'})
            .encodeToString(keys.getCertificate("key").getEncoded());
    certificate =
        Files.writeString(
            dir.resolve("ca.pem"),
            "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n");
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          REQUESTS.incrementAndGet();
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
  }

  private static KeyStore keys() throws Exception {
    Path file = dir.resolve("server.p12");
    Process keytool =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-keystore",
                    file.toString(),
                    "-storepass",
                    new String(PASSWORD),
                    "-keyalg",
                    "RSA",
                    "-dname",
                    "CN=server",
                    "-ext",
                    "SAN=dns:localhost",
                    "-alias",
                    "key"))
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes());
    assertThat(keytool.waitFor()).as(said).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD);
    }
    return keys;
  }

  @AfterAll
  static void stop() {
    server.stop(0);
  }

  private static int send(String host, String... lines) throws Exception {
    int before = REQUESTS.get();
    try (TestContext context = new TestContext()) {
      Object[] all = new Object[lines.length + 1];
      all[0] = "endpoint https://" + host + ":" + server.getAddress().getPort() + "/";
      System.arraycopy(lines, 0, all, 1, lines.length);
      HttpOutput output = HttpOutputTest.create(context, all);
      output.write(FormattedChunk.of(output, "shop", TestEvent.event("app", 1, "{\"n\":1}")));
    }
    return REQUESTS.get() - before;
  }

  @Test
  void trusts_the_authority_it_is_given_for_the_name_in_the_certificate() throws Exception {
    String trust = "tls_ca_cert_path " + certificate;

    assertThat(send("localhost", trust)).isEqualTo(1);
    assertThat(send("localhost", trust, "tls_version TLSv1_3")).isEqualTo(1);
    assertThatThrownBy(() -> send("127.0.0.1", trust)).isInstanceOf(IOException.class);
  }

  @Test
  void trusts_nobody_by_itself_and_anybody_if_told_to() throws Exception {
    assertThatThrownBy(() -> send("localhost")).isInstanceOf(IOException.class);
    assertThat(send("127.0.0.1", "tls_verify_mode none")).isEqualTo(1);
  }
}
