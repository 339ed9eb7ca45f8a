package io.millrace.plugins.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.millrace.api.RetryableException;
import io.millrace.testkit.TestChunk;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trust and proxies, against servers of the JDK that record what they are sent. */
final class TransportIT {
  private static final String PASSWORD = "changeit";

  @TempDir private static Path folder;
  private static Path authority;
  private static SSLContext identity;

  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private HttpServer server;

  private record Request(String method, String target, Headers headers) {}

  @BeforeAll
  static void makeCertificate() throws Exception {
    Path store = folder.resolve("server.p12");
    keytool(
        Map.of(
            "-genkeypair", "",
            "-keystore", store.toString(),
            "-keyalg", "RSA",
            "-dname", "CN=localhost",
            "-ext", "san=dns:localhost,ip:127.0.0.1"));
    authority = folder.resolve("ca.pem");
    keytool(
        Map.of(
            "-exportcert",
            "",
            "-rfc",
            "",
            "-keystore",
            store.toString(),
            "-file",
            authority.toString()));
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    identity = SSLContext.getInstance("TLS");
    identity.init(managers.getKeyManagers(), null, null);
  }

  private static void keytool(Map<String, String> options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    options.entrySet().stream()
        .sorted((a, b) -> Boolean.compare(b.getValue().isEmpty(), a.getValue().isEmpty()))
        .forEach(
            option -> {
              command.add(option.getKey());
              if (!option.getValue().isEmpty()) {
                command.add(option.getValue());
              }
            });
    command.addAll(List.of("-storepass", PASSWORD, "-alias", "server"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(said).isZero();
  }

  private void serve(HttpServer on) {
    server = on;
    server.createContext(
        "/",
        exchange -> {
          requests.add(
              new Request(
                  exchange.getRequestMethod(),
                  exchange.getRequestURI().toString(),
                  exchange.getRequestHeaders()));
          exchange.getRequestBody().readAllBytes();
          boolean head = exchange.getRequestMethod().equals("HEAD");
          exchange.sendResponseHeaders(head ? 404 : 200, -1);
          exchange.close();
        });
    server.start();
  }

  private String https() throws IOException {
    HttpsServer https = HttpsServer.create(loopback(), 0);
    https.setHttpsConfigurator(new HttpsConfigurator(identity));
    serve(https);
    return "https://localhost:" + https.getAddress().getPort();
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private static String config(String endpoint, String more) {
    return """
        @type s3
        s3_bucket logs
        s3_endpoint %s
        force_path_style true
        aws_key_id A
        aws_sec_key B
        check_bucket false
        check_apikey_on_start false
        """
            .formatted(endpoint)
        + more;
  }

  @Test
  void trustsTheAuthoritiesItIsGiven() throws Exception {
    try (TestOutput output =
        TestOutput.start("bundle", config(https(), "ssl_ca_bundle " + authority))) {
      output.write(TestChunk.hourly("line\n"));
    }

    assertThat(requests).extracting(Request::method).containsExactly("HEAD", "PUT");
  }

  @Test
  void trustsTheAuthoritiesOfADirectory(@TempDir Path directory) throws Exception {
    Files.copy(authority, directory.resolve("some.pem"));

    try (TestOutput output =
        TestOutput.start("directory", config(https(), "ssl_ca_directory " + directory))) {
      output.write(TestChunk.hourly("line\n"));
    }

    assertThat(requests).isNotEmpty();
  }

  @Test
  void sendsNothingToAServerItDoesNotTrust() throws Exception {
    try (TestOutput output = TestOutput.start("untrusted", config(https(), ""))) {
      assertThatThrownBy(() -> output.write(TestChunk.hourly("line\n")))
          .isInstanceOf(RetryableException.class)
          .hasMessageContaining("certification path");
    }

    assertThat(requests).isEmpty();
  }

  @Test
  void trustsAnyServerIfTold() throws Exception {
    try (TestOutput output = TestOutput.start("any", config(https(), "ssl_verify_peer false"))) {
      output.write(TestChunk.hourly("line\n"));
    }

    assertThat(requests).isNotEmpty();
  }

  @Test
  void saysWhichAuthoritiesItCannotRead() throws Exception {
    try (TestOutput output =
        TestOutput.start("unreadable", config(https(), "ssl_ca_bundle /no/such.pem"))) {
      assertThatThrownBy(() -> output.write(TestChunk.hourly("line\n")))
          .isInstanceOf(RetryableException.class)
          .hasMessageContaining("/no/such.pem")
          .hasMessageContaining("ssl_ca_bundle");
    }
  }

  @Test
  void sendsTheCustomersKeyWithEachRequestForAnObject() throws Exception {
    String key =
        "sse_customer_algorithm AES256\nsse_customer_key 0123456789abcdef0123456789abcdef\n";

    try (TestOutput output =
        TestOutput.start("ssec", config(https(), key + "ssl_ca_bundle " + authority))) {
      output.write(TestChunk.hourly("line\n"));
    }

    assertThat(requests)
        .hasSize(2)
        .allSatisfy(
            request -> {
              String prefix = "x-amz-server-side-encryption-customer-";
              assertThat(request.headers().getFirst(prefix + "algorithm")).isEqualTo("AES256");
              assertThat(request.headers().getFirst(prefix + "key"))
                  .isEqualTo("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");
              assertThat(request.headers().getFirst(prefix + "key-MD5"))
                  .isEqualTo("hRasmdxgYDKV3nvbahU1MA==");
            });
  }

  @Test
  void goesThroughAProxy() throws Exception {
    serve(HttpServer.create(loopback(), 0));
    String proxy = "proxy_uri http://us:pw@127.0.0.1:" + server.getAddress().getPort();

    try (TestOutput output =
        TestOutput.start("proxy", config("http://store.invalid:9000", proxy))) {
      output.write(TestChunk.hourly("line\n"));
    }

    assertThat(requests)
        .hasSize(2)
        .allSatisfy(
            request -> {
              assertThat(request.target()).startsWith("http://store.invalid:9000/logs/");
              assertThat(request.headers().getFirst("Proxy-Authorization"))
                  .isEqualTo("Basic dXM6cHc=");
            });
  }
}
