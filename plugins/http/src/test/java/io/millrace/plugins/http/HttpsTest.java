package io.millrace.plugins.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.millrace.testkit.OutputDriver;
import io.millrace.testkit.TestEvent;
import io.millrace.testkit.TestKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom the output trusts. */
class HttpsTest {
  @TempDir static Path dir;
  private static final AtomicInteger REQUESTS = new AtomicInteger();
  private static HttpsServer server;
  private static Path certificate;

  @BeforeAll
  static void start() throws Exception {
    TestKeys keys = TestKeys.create(dir, "server");
    certificate = keys.certificate();
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(keys.serving()));
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

  @AfterAll
  static void stop() {
    server.stop(0);
  }

  private static int send(String host, String... lines) throws Exception {
    int before = REQUESTS.get();
    String endpoint = "endpoint https://" + host + ":" + server.getAddress().getPort() + "/";
    try (OutputDriver output = OutputDriver.of("http", endpoint, String.join("\n", lines))) {
      output.write(output.chunk(TestEvent.event("app", 1, "{\"n\":1}")));
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
