package io.millrace.plugins.http;

import static io.millrace.testkit.TestConfig.section;
import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.millrace.api.ConfigException;
import io.millrace.api.RetryableException;
import io.millrace.api.UnrecoverableException;
import io.millrace.testkit.OutputDriver;
import io.millrace.testkit.TestEvent;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpOutputTest {
  private static final TestEvent ONE = event("app.api", 1, "{\"a\":\"é\",\"b\":[1,null]}");
  private static final TestEvent TWO = event("app.api", 2, "{\"a\":\"two\"}");

  private record Seen(String method, String path, HttpExchange exchange, String body) {
    String header(String name) {
      return String.valueOf(exchange.getRequestHeaders().getFirst(name));
    }
  }

  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private volatile int status = 200;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    boolean gzip = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    try (InputStream in =
        gzip ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody()) {
      String body = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      seen.add(
          new Seen(
              exchange.getRequestMethod(), exchange.getRequestURI().toString(), exchange, body));
    }
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private static OutputDriver create(String... lines) {
    return OutputDriver.of("http", lines);
  }

  private String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  private Seen send(OutputDriver output, TestEvent... events) throws Exception {
    output.write(output.chunk(events).field("$.k8s.ns", "shop"));
    return seen.get(seen.size() - 1);
  }

  @Test
  void posts_lines_of_json_by_default() throws Exception {
    Seen request = send(create("endpoint " + url("/nd")), ONE, TWO);

    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.path()).isEqualTo("/nd");
    assertThat(request.header("Content-Type")).isEqualTo("application/x-ndjson");
    assertThat(request.header("Content-Length")).isEqualTo("36");
    assertThat(request.body()).isEqualTo("{\"a\":\"é\",\"b\":[1,null]}\n{\"a\":\"two\"}\n");
  }

  @Test
  void posts_one_array() throws Exception {
    Seen request = send(create("endpoint " + url("/arr"), "json_array true"), ONE, TWO);

    assertThat(request.header("Content-Type")).isEqualTo("application/json");
    assertThat(request.body()).isEqualTo("[{\"a\":\"é\",\"b\":[1,null]}\n,{\"a\":\"two\"}\n]");
  }

  @Test
  void puts_what_another_formatter_makes() throws Exception {
    Seen request =
        send(
            create(
                "endpoint " + url("/put"),
                "http_method put",
                section("format", "@type single_value", "message_key a")),
            TWO);

    assertThat(request.method()).isEqualTo("PUT");
    assertThat(request.header("Content-Type")).isEqualTo("text/plain");
    assertThat(request.body()).isEqualTo("two\n");
  }

  @Test
  void compresses() throws Exception {
    Seen request = send(create("endpoint " + url("/gz"), "compress gzip"), TWO);

    assertThat(request.header("Content-Encoding")).isEqualTo("gzip");
    assertThat(request.body()).isEqualTo("{\"a\":\"two\"}\n");
  }

  @Test
  void fills_in_url_and_headers() throws Exception {
    OutputDriver output =
        create(
            "endpoint " + url("/logs/${tag}/${$.k8s.ns}"),
            "headers {\"X-Env\":\"staging\",\"X-Team\":\"a, b\",\"Content-Type\":\"no\"}",
            "headers_from_placeholders {\"X-Tag\":\"${tag[1]}\",\"X-Ns\":\"ns-${$.k8s.ns}\"}",
            section("auth", "method basic", "username shipper", "password pa55"));

    Seen request = send(output, ONE);

    assertThat(request.path()).isEqualTo("/logs/app.api/shop");
    assertThat(request.header("X-Env")).isEqualTo("staging");
    assertThat(request.header("X-Team")).isEqualTo("a, b");
    assertThat(request.header("X-Tag")).isEqualTo("api");
    assertThat(request.header("X-Ns")).isEqualTo("ns-shop");
    assertThat(request.header("Authorization")).isEqualTo("Basic c2hpcHBlcjpwYTU1");
    assertThat(request.header("Content-Type")).isEqualTo("application/x-ndjson");
  }

  @ParameterizedTest
  @CsvSource({"503, '', true", "500, '', false", "302, '', false", "429, '429,503', true"})
  void settles_the_chunk_by_the_status(int answer, String codes, boolean again) {
    status = answer;
    OutputDriver output =
        codes.isEmpty()
            ? create("endpoint " + url("/"))
            : create("endpoint " + url("/"), "retryable_response_codes " + codes);

    assertThatThrownBy(() -> send(output, ONE))
        .isInstanceOf(again ? RetryableException.class : UnrecoverableException.class)
        .hasMessageContaining("got error response from 'Post " + url("/") + "' : " + answer);
  }

  @Test
  void drops_a_refused_chunk_if_told_to() throws Exception {
    status = 400;

    Seen request =
        send(create("endpoint " + url("/"), "error_response_as_unrecoverable false"), TWO);

    assertThat(request.body()).isEqualTo("{\"a\":\"two\"}\n");
  }

  @Test
  void without_a_server_the_chunk_is_kept() {
    OutputDriver output = create("endpoint " + url("/x"));
    server.stop(0);

    assertThatThrownBy(() -> send(output, ONE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no answer from " + url("/x"));
  }

  @ParameterizedTest
  @CsvSource({
    "'', allowed_hosts is strictly required",
    "other.example, 'Not allowed host: shop.example'",
  })
  void placeholders_choose_among_listed_hosts_only(String allowed, String reason) {
    OutputDriver output =
        create("endpoint http://${$.k8s.ns}.example/x", "allowed_hosts " + allowed);

    assertThatThrownBy(() -> send(output, ONE))
        .isInstanceOf(UnrecoverableException.class)
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "endpoint nowhere | Invalid endpoint URI: nowhere",
        "tls_ca_cert_path /no/such/file | tls_ca_cert_path is wrong",
        "tls_version SSLv3 | tls_version: valid options are",
        "open_timeout 0 | open_timeout and read_timeout",
      })
  void refuses_settings(String line, String reason) {
    String endpoint = line.startsWith("endpoint") ? "http_method post" : "endpoint http://h/";

    assertThatThrownBy(() -> create(endpoint, line))
        .isInstanceOfAny(ConfigException.class, IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void refuses_an_array_of_anything_but_json() {
    assertThatThrownBy(
            () -> create("endpoint http://h/", "json_array true", section("format", "@type ltsv")))
        .hasMessageContaining("json_array option could be used with json formatter only");
  }

  @Test
  void asks_the_proxy_it_is_given_even_for_this_machine() throws Exception {
    String proxy = "proxy http://127.0.0.1:" + server.getAddress().getPort();

    Seen request = send(create("endpoint http://shop.example:81/far", proxy), TWO);
    Seen near = send(create("endpoint http://localhost:1/near", proxy), TWO);

    assertThat(request.header("Host")).isEqualTo("shop.example:81");
    assertThat(request.path()).endsWith("/far");
    assertThat(near.header("Host")).isEqualTo("localhost:1");
  }

  @Test
  void shows_the_proxy_who_it_is() throws Exception {
    HttpServer proxy =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    List<String> logins = new CopyOnWriteArrayList<>();
    proxy.createContext(
        "/",
        exchange -> {
          String login = exchange.getRequestHeaders().getFirst("Proxy-Authorization");
          logins.add(String.valueOf(login));
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().set("Proxy-Authenticate", "Basic realm=\"p\"");
          exchange.sendResponseHeaders(login == null ? 407 : 204, -1);
          exchange.close();
        });
    proxy.start();
    try {
      OutputDriver output =
          create(
              "endpoint http://shop.example/x",
              "proxy http://me:s3cret@127.0.0.1:" + proxy.getAddress().getPort());

      output.write(output.chunk(TWO));

      assertThat(logins).last().isEqualTo("Basic bWU6czNjcmV0");
    } finally {
      proxy.stop(0);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "headers {\"Content-Length\":\"3\"} | headers: header 'Content-Length' cannot be sent",
        "headers {\"a b\":\"3\"} | headers: header 'a b' cannot be sent",
        "headers_from_placeholders {\"é\":\"3\"} | headers_from_placeholders: header 'é' cannot",
        "proxy nowhere | proxy: it names no host: expected a URL such as http://proxy.example:3128",
        "format hash_of_mine | hash_of_mine",
      })
  void refuses_what_could_never_be_sent(String line, String reason) {
    assertThatThrownBy(() -> create("endpoint http://h/", line))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void the_last_of_two_spellings_of_a_header_wins() throws Exception {
    Seen request =
        send(create("endpoint " + url("/"), "headers {\"X-A\":\"1\",\"x-a\":\"2\"}"), TWO);

    assertThat(request.exchange().getRequestHeaders().get("X-A")).containsExactly("2");
  }

  @ParameterizedTest
  @CsvSource({
    "json, application/x-ndjson",
    "csv, text/csv",
    "tsv, text/tab-separated-values",
    "ltsv, text/tab-separated-values",
    "msgpack, application/x-msgpack",
    "out_file, text/plain",
    "single_value, text/plain",
    "stdout, text/plain",
    "hash, text/plain"
  })
  void the_content_type_is_that_of_the_formatter(String formatter, String expected)
      throws Exception {
    String fields =
        switch (formatter) {
          case "csv" -> "fields a";
          case "tsv" -> "keys a";
          case "single_value" -> "message_key a";
          default -> "";
        };

    Seen request =
        send(create("endpoint " + url("/"), section("format", "@type " + formatter, fields)), TWO);

    assertThat(request.header("Content-Type")).isEqualTo(expected);
  }

  @Test
  void a_content_type_that_is_given_wins() throws Exception {
    Seen request = send(create("endpoint " + url("/"), "content_type application/vnd.x+json"), TWO);

    assertThat(request.header("Content-Type")).isEqualTo("application/vnd.x+json");
  }

  @Test
  void without_the_library_nothing_can_be_signed() {
    assertThatThrownBy(() -> Signers.factory(ClassLoader.getPlatformClassLoader()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needs millrace-plugins-aws, which is not on the class path");
  }

  @ParameterizedTest
  @CsvSource({
    "method basic, method basic needs username and password",
    "'method aws_sigv4\naws_region eu-west-1', aws_service is required for the auth method",
    "'method aws_sigv4\naws_service es', aws_region is required for the auth method aws_sigv4"
  })
  void refuses_half_an_auth(String lines, String reason) {
    assertThatThrownBy(() -> create("endpoint http://h/", section("auth", lines)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(reason);
  }
}
