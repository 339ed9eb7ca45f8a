package io.millrace.plugins.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.millrace.api.RetryableException;
import io.millrace.testkit.TestChunk;
import io.millrace.testkit.TestContext;
import io.millrace.testkit.TestKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trust, certificates of our own, and the forms of their files. */
class TlsTest {
  @TempDir static Path dir;
  private static TestKeys serverKeys;
  private static TestKeys clientKeys;
  private static HttpsServer server;
  private static final AtomicInteger BULKS = new AtomicInteger();

  @BeforeAll
  static void start() throws Exception {
    serverKeys = TestKeys.create(dir, "server");
    clientKeys = TestKeys.create(dir, "client");
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    SSLContext context = serverKeys.trusting(clientKeys);
    server.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters tls = getSSLContext().getDefaultSSLParameters();
            tls.setNeedClientAuth(true);
            parameters.setSSLParameters(tls);
          }
        });
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          BULKS.addAndGet(exchange.getRequestURI().getPath().endsWith("_bulk") ? 1 : 0);
          byte[] body = "{\"errors\":false}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterAll
  static void stop() {
    server.stop(0);
  }

  private static int deliver(String... trust) throws IOException {
    return deliverWith("client_key " + clientKeys.key(), trust);
  }

  private static int deliverWith(String key, String... trust) throws IOException {
    int before = BULKS.get();
    String[] lines = {
      "hosts https://localhost:" + server.getAddress().getPort(),
      "client_cert " + clientKeys.certificate(),
      key,
      String.join("\n", trust)
    };
    try (TestContext context = new TestContext()) {
      ElasticsearchOutput output = Configured.output(context, lines);
      try {
        output.write(TestChunk.numbered(1));
      } finally {
        output.close();
      }
    }
    return BULKS.get() - before;
  }

  @Test
  void trusts_the_authority_of_ca_file_and_shows_its_certificate() throws IOException {
    assertThat(deliver("ca_file " + serverKeys.certificate())).isEqualTo(1);
    assertThat(
            deliver(
                "ca_file " + serverKeys.certificate(),
                "ssl_min_version TLSv1_2",
                "ssl_max_version TLSv1_2"))
        .isEqualTo(1);
  }

  @Test
  void trusts_anybody_without_verification() throws IOException {
    assertThat(deliver("ssl_verify false")).isEqualTo(1);
  }

  @Test
  void refuses_a_server_that_it_has_no_reason_to_trust() {
    assertThatThrownBy(() -> deliver()).isInstanceOf(RetryableException.class);
    assertThatThrownBy(() -> deliver("ca_file " + clientKeys.certificate()))
        .isInstanceOf(RetryableException.class);
  }

  @Test
  void a_file_that_is_missing_keeps_the_chunk() {
    assertThatThrownBy(() -> deliver("ca_file " + dir.resolve("none.pem")))
        .hasMessageContaining("cannot set up TLS of ca_file")
        .hasMessageContaining("none.pem");
  }

  @Test
  void a_key_that_is_encrypted_asks_for_its_passphrase() throws IOException {
    Path encrypted = TestKeys.pem(dir.resolve("enc.key"), "ENCRYPTED PRIVATE KEY", new byte[8]);

    assertThatThrownBy(
            () -> deliverWith("client_key " + encrypted, "ca_file " + serverKeys.certificate()))
        .hasMessageContaining("enc.key is encrypted: set client_key_pass");
  }

  @Test
  void shows_a_certificate_whose_key_is_in_pkcs1() throws Exception {
    byte[] pkcs8 = clientKeys.privateKey();
    byte[] pkcs1 = Arrays.copyOfRange(pkcs8, 26, pkcs8.length);
    Path rsa = TestKeys.pem(dir.resolve("rsa.key"), "RSA PRIVATE KEY", pkcs1);

    assertThat(deliverWith("client_key " + rsa, "ca_file " + serverKeys.certificate()))
        .isEqualTo(1);
  }
}
