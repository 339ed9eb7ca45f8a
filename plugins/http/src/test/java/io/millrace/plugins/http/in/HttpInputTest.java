package io.millrace.plugins.http.in;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.ConfigException;
import io.millrace.api.EventSink;
import io.millrace.event.Zstd;
import io.millrace.net.EventLoops;
import io.millrace.net.ListenerRegistry;
import io.millrace.testkit.InputDriver;
import io.millrace.testkit.TestAuthority;
import io.millrace.testkit.TestContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which events come of a request, and what is answered: one client, one input, real sockets. */
class HttpInputTest {
  private final EventLoops loops = new EventLoops();
  private final ListenerRegistry registry = new ListenerRegistry(loops);
  private final TestContext context =
      new TestContext("in_http").service(ListenerRegistry.class, registry);
  private final HttpClient client = HttpClient.newHttpClient();
  private InputDriver driver = InputDriver.of(context, "http", "port 0", "bind 127.0.0.1");

  @AfterEach
  void close() {
    driver.close();
    registry.close();
    loops.close();
  }

  private void start(String... lines) throws Exception {
    driver = InputDriver.of(context, "http", "port 0\nbind 127.0.0.1\n" + String.join("\n", lines));
    driver.start();
  }

  private InetSocketAddress address() {
    return ((HttpInput) driver.plugin()).address();
  }

  private HttpRequest.Builder request(String target) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address().getPort() + target))
        .timeout(Duration.ofSeconds(20));
  }

  private HttpResponse<String> post(String target, String type, byte[] body, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        request(target).POST(BodyPublishers.ofByteArray(body)).header("Content-Type", type);
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> json(String target, String body, String... headers)
      throws Exception {
    return post(target, "application/json", body.getBytes(StandardCharsets.UTF_8), headers);
  }

  private List<String> records() {
    return driver.events().stream().map(e -> e.tag().value() + " " + e.fields()).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "/a/b, a.b",
    "/a//b/, a..b",
    "/, ''",
    "/a%2Fb, a%2Fb",
    "/a.b?x=1, a.b",
  })
  void pathIsTheTag(String target, String tag) throws Exception {
    start();

    assertThat(json(target, "{\"i\":1}").statusCode()).isEqualTo(200);

    assertThat(driver.events()).extracting(e -> e.tag().value()).containsExactly(tag);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "zstd"})
  void compressedBodiesAreInflated(String encoding) throws Exception {
    start();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = compress(encoding, bytes)) {
      out.write("[{\"i\":1},{\"i\":2}]".getBytes(StandardCharsets.UTF_8));
    }

    HttpResponse<String> reply =
        post("/t", "application/json", bytes.toByteArray(), "Content-Encoding", encoding);

    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(records()).containsExactly("t {i=1}", "t {i=2}");
  }

  private static OutputStream compress(String encoding, OutputStream out) throws IOException {
    return switch (encoding) {
      case "gzip" -> new GZIPOutputStream(out);
      case "deflate" -> new DeflaterOutputStream(out);
      default -> Zstd.output(out, 3);
    };
  }

  @Test
  void bombIsRefusedAndItsMemoryGivenBack() throws Exception {
    start("decompression_size_limit 1m");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(new byte[4 << 20]);
    }

    HttpResponse<String> reply =
        post("/t", "application/json", bytes.toByteArray(), "Content-Encoding", "gzip");

    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(reply.body()).isEmpty();
    Awaitility.await().untilAsserted(() -> assertThat(registry.budget().held()).isZero());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json              | {\"a\":               | 200 | ''",
        "application/json              | \"text\"              | 200 | ''",
        "application/json              | [1,{\"i\":1},null]    | 200 | t {i=1}",
        "application/json              | []                    | 200 | ''",
        "application/x-ndjson          | {\"i\":1} | 200 | t {i=1}",
        "application/x-www-form-urlencoded | json=%7B%22i%22%3A1%7D&x=2 | 200 | t {i=1}",
        "application/x-www-form-urlencoded | json=%7             | 400 | ''",
        "application/x-www-form-urlencoded | %ZZ=1               | 400 | ''",
        "multipart/form-data           | --x                   | 400 | ''",
        "text/plain                    | {\"i\":1}             | 400 | ''",
        "application/json              | {\"time\":\"noon\"}   | 400 | ''",
        "application/json              | {\"time\":null,\"i\":1} | 200 | t {i=1}",
        "application/json              | {\"i\":1}{\"i\":2}    | 200 | ''",
      })
  void bodies(String type, String body, int status, String records) throws Exception {
    start();

    HttpResponse<String> reply = post("/t", type, body.getBytes(StandardCharsets.UTF_8));

    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(status);
    assertThat(String.join(";", records())).isEqualTo(records);
  }

  @Test
  void nestingBeyondTheLimitIsNoEvent() throws Exception {
    start();

    assertThat(json("/t", "[".repeat(100_000)).statusCode()).isEqualTo(200);

    assertThat(records()).isEmpty();
    assertThat(context.count("invalid_values")).isEqualTo(1);
  }

  @Test
  void multipartFieldsAreParameters() throws Exception {
    start();
    String body =
        "--xYz\r\nContent-Disposition: form-data; name=\"time\"\r\n\r\n1.5\r\n"
            + "--xYz\r\nContent-Type: text/plain\r\n"
            + "Content-Disposition: form-data; name=\"json\"\r\n\r\n{\"i\":\r\n1}\r\n--xYz--\r\n";

    HttpResponse<String> reply =
        post("/t", "multipart/form-data; boundary=xYz", body.getBytes(StandardCharsets.UTF_8));

    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(records()).containsExactly("t {i=1}");
    assertThat(driver.events().get(0).time().nanos()).isEqualTo(500_000_000);
  }

  @Test
  void whoTrustsTheAuthorityPostsOverTls(@TempDir Path dir) throws Exception {
    TestAuthority authority = TestAuthority.create(dir, "ca");
    start(authority.transport());
    HttpClient secure = HttpClient.newBuilder().sslContext(authority.trusted()).build();
    URI uri = URI.create("https://localhost:" + address().getPort() + "/t");

    HttpResponse<String> reply =
        secure.send(
            HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"i\":1}"))
                .build(),
            BodyHandlers.ofString());

    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(records()).containsExactly("t {i=1}");
  }

  @Test
  void linesAreRecords() throws Exception {
    start();

    post(
        "/t",
        "application/x-ndjson",
        "{\"i\":1}\r\n\nbroken\n{\"i\":2}".getBytes(StandardCharsets.UTF_8));

    assertThat(records()).containsExactly("t {i=1}", "t {i=2}");
  }

  @ParameterizedTest
  @CsvSource({
    "'', 200, text/plain",
    "use_204_response true, 204, ''",
    "respond_with_empty_img true, 200, image/gif; charset=utf-8",
  })
  void successIsAnsweredAsConfigured(String line, int status, String type) throws Exception {
    start(line);

    HttpResponse<String> reply = json("/t", "{\"i\":1}");

    assertThat(reply.statusCode()).isEqualTo(status);
    assertThat(reply.headers().firstValue("Content-Type").orElse("")).isEqualTo(type);
    assertThat(reply.body()).hasSize(type.startsWith("image") ? 35 : 0);
  }

  @Test
  void failedEmitIsAnsweredWithItsReason() throws Exception {
    context.sink((tag, events) -> EventSink.failed(new IllegalStateException("buffer is full")));
    start();

    HttpResponse<String> reply = json("/t", "{\"i\":1}");

    assertThat(reply.statusCode()).isEqualTo(500);
    assertThat(reply.body()).isEqualTo("500 Internal Server Error\nbuffer is full\n");
  }

  @Test
  void requestWaitsForItsEmit() throws Exception {
    CompletableFuture<Void> room = new CompletableFuture<>();
    CompletableFuture<Void> reached = new CompletableFuture<>();
    context.sink(
        (tag, events) -> {
          reached.complete(null);
          return room;
        });
    start();

    CompletableFuture<HttpResponse<String>> reply =
        client.sendAsync(
            request("/t")
                .POST(BodyPublishers.ofString("{\"i\":1}"))
                .header("Content-Type", "application/json")
                .build(),
            BodyHandlers.ofString());
    reached.join();

    assertThat(reply).isNotDone();
    room.complete(null);
    assertThat(reply.join().statusCode()).isEqualTo(200);
  }

  @Test
  void slowClientsDoNotHoldUpOthers() throws Exception {
    start();
    try (Socket first = new Socket("127.0.0.1", address().getPort());
        Socket second = new Socket("127.0.0.1", address().getPort())) {
      for (Socket slow : List.of(first, second)) {
        slow.getOutputStream()
            .write(
                "POST /s HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 30000000\r\n\r\n{"
                    .getBytes(StandardCharsets.US_ASCII));
      }

      assertThat(json("/t", "{\"i\":1}").statusCode()).isEqualTo(200);

      assertThat(registry.budget().held()).isLessThan(4 << 20); // not what they claim
    }
  }

  @Test
  void pagesOfAllowedOriginsMaySend() throws Exception {
    start(
        "cors_allow_origins [\"https://*.example.com\", \"http://a.b\"]",
        "cors_allow_credentials true");

    HttpResponse<String> allowed = json("/t", "{\"i\":1}", "Origin", "https://x.example.com");
    HttpResponse<String> refused = json("/t", "{\"i\":2}", "Origin", "https://example.com");
    HttpResponse<String> preflight =
        client.send(
            request("/t")
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Origin", "http://a.b")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "X-A")
                .build(),
            BodyHandlers.ofString());

    assertThat(allowed.statusCode()).isEqualTo(200);
    assertThat(allowed.headers().firstValue("Access-Control-Allow-Origin"))
        .contains("https://x.example.com");
    assertThat(allowed.headers().firstValue("Access-Control-Allow-Credentials")).contains("true");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(preflight.statusCode()).isEqualTo(200);
    assertThat(preflight.headers().firstValue("Access-Control-Allow-Headers")).contains("X-A");
    assertThat(records()).containsExactly("t {i=1}");
  }

  @Test
  void preflightIsRefusedUnlessConfigured() throws Exception {
    start();

    HttpResponse<String> reply =
        client.send(
            request("/t").method("OPTIONS", BodyPublishers.noBody()).build(),
            BodyHandlers.ofString());

    assertThat(reply.statusCode()).isEqualTo(403);
  }

  @Test
  void credentialsNeedOrigins() {
    assertThatThrownBy(
            () ->
                InputDriver.of("http", "cors_allow_credentials true", "cors_allow_origins [\"*\"]"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("Cannot enable cors_allow_credentials without specific origins");
  }

  @Test
  void connectionSurvivesAReload() throws Exception {
    start();
    int port = address().getPort();
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(raw("before"));
      assertThat(head(socket)).startsWith("HTTP/1.1 200");

      registry.begin();
      socket.getOutputStream().write(raw("meanwhile"));
      driver.stop();
      TestContext next = new TestContext("in_http").service(ListenerRegistry.class, registry);
      try (InputDriver successor = InputDriver.of(next, "http", "port " + port, "bind 127.0.0.1")) {
        successor.start();
        registry.end();

        assertThat(head(socket)).startsWith("HTTP/1.1 200");
        assertThat(next.events()).extracting(e -> e.tag().value()).containsExactly("meanwhile");
      }
    }
    assertThat(driver.events()).extracting(e -> e.tag().value()).containsExactly("before");
  }

  private static byte[] raw(String tag) {
    return ("POST /"
            + tag
            + " HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 7\r\n\r\n{\"i\":1}")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static String head(Socket socket) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) socket.getInputStream().read());
    }
    return head.toString();
  }
}
