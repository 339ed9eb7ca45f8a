package io.millrace.plugins.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.millrace.testkit.ManualClock;
import io.millrace.testkit.TestConfig;
import io.millrace.testkit.TestKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How requests are made: whom they trust, what they show, how long they wait. */
class ApiServerTest {
  @TempDir Path dir;
  private HttpServer server;

  @AfterEach
  void stop() {
    if (server != null) {
      server.stop(0);
    }
  }

  private void serve(HttpServer made, String body) {
    server = made;
    server.createContext(
        "/",
        exchange -> {
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private void serveTls(SSLContext context, boolean clientMustShow) throws IOException {
    HttpsServer https = HttpsServer.create(anyPort(), 0);
    https.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters wanted = context.getDefaultSSLParameters();
            wanted.setNeedClientAuth(clientMustShow);
            parameters.setSSLParameters(wanted);
          }
        });
    serve(https, "served");
  }

  private ApiServer api(String... lines) {
    ApiConfig config =
        TestConfig.bind(
            ApiConfig.class, "secret_dir " + dir.resolve("none"), String.join("\n", lines));
    String scheme = server instanceof HttpsServer ? "https" : "http";
    return new ApiServer(
        ApiAddress.parse(scheme + "://localhost:" + server.getAddress().getPort()),
        config,
        new ManualClock());
  }

  private static String get(ApiServer api) throws IOException, InterruptedException {
    try (ApiAnswer answer = api.get("/x", Map.of(), "application/json", Duration.ofSeconds(10))) {
      return new String(answer.body().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void trustsTheAuthorityItIsGivenAndNoOther() throws Exception {
    TestKeys keys = TestKeys.create(dir, "server");
    serveTls(keys.serving(), false);

    assertThat(get(api("ca_file " + keys.certificate()))).isEqualTo("served");
    assertThatThrownBy(() -> get(api()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("https://localhost")
        .hasMessageContaining("SSL");
    assertThat(get(api("verify_ssl false"))).isEqualTo("served");
  }

  @Test
  void theAuthorityOfTheServiceAccountIsTrusted() throws Exception {
    TestKeys keys = TestKeys.create(dir, "server");
    serveTls(keys.serving(), false);
    Path secrets = Files.createDirectory(dir.resolve("secrets"));
    Files.copy(keys.certificate(), secrets.resolve("ca.crt"));
    ApiConfig config = TestConfig.bind(ApiConfig.class, "secret_dir " + secrets);
    ApiAddress address =
        ApiAddress.parse("https://localhost:" + server.getAddress().getPort() + "/api");

    assertThat(get(new ApiServer(address, config, new ManualClock()))).isEqualTo("served");
  }

  @Test
  void anAuthorityThatWasReplacedIsReadAgain() throws Exception {
    TestKeys keys = TestKeys.create(dir, "server");
    TestKeys old = TestKeys.create(dir, "old");
    serveTls(keys.serving(), false);
    Path authority = Files.copy(old.certificate(), dir.resolve("ca.crt"));
    ApiServer api = api("ca_file " + authority);
    assertThatThrownBy(() -> get(api)).isInstanceOf(IOException.class);

    Files.copy(keys.certificate(), authority, StandardCopyOption.REPLACE_EXISTING);

    assertThat(get(api)).isEqualTo("served");
  }

  @Test
  void showsItsCertificate() throws Exception {
    TestKeys keys = TestKeys.create(dir, "server");
    TestKeys mine = TestKeys.create(dir, "mine");
    serveTls(keys.trusting(mine), true);
    String trust = "ca_file " + keys.certificate();

    assertThat(get(api(trust, "client_cert " + mine.certificate(), "client_key " + mine.key())))
        .isEqualTo("served");
    assertThatThrownBy(() -> get(api(trust))).isInstanceOf(IOException.class);
  }

  @Test
  void aKeyThatIsNoneIsNamedInTheError() throws Exception {
    TestKeys keys = TestKeys.create(dir, "server");
    serveTls(keys.serving(), false);
    ApiServer api = api("client_cert " + keys.certificate(), "client_key " + keys.certificate());

    assertThatThrownBy(() -> get(api))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("client_key")
        .hasMessageContaining("PKCS#8");
  }

  @Test
  void anAnswerThatStallsIsEndedWhenItsTimeIsOver() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    HttpServer stalling = HttpServer.create(anyPort(), 0);
    stalling.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write('a');
          exchange.getResponseBody().flush();
          try {
            never.await(60, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    server = stalling;
    server.start();
    ApiServer api = api();

    try (ApiAnswer answer = api.get("/x", Map.of(), "application/json", Duration.ZERO)) {
      assertThat(answer.body().read()).isEqualTo('a');
      api.endLate();
      assertThatThrownBy(() -> answer.body().read()).isInstanceOf(IOException.class);
    } finally {
      never.countDown();
    }
  }

  @Test
  void aTokenFileThatCannotBeReadIsNamedInTheError() throws Exception {
    serve(HttpServer.create(anyPort(), 0), "served");

    assertThatThrownBy(() -> get(api("bearer_token_file " + dir.resolve("missing"))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("bearer_token_file")
        .hasMessageContaining("missing");
  }

  @Test
  void afterItWasClosedNothingIsAsked() throws Exception {
    serve(HttpServer.create(anyPort(), 0), "served");
    ApiServer api = api();
    api.close();

    assertThatThrownBy(() -> get(api)).hasMessageContaining("closed");
  }

  @Test
  void anErrorThatIsNeverSaidWholeEndsWithItsTime() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    server = HttpServer.create(anyPort(), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(503, 100);
          exchange.getResponseBody().flush();
          asked.countDown(); // and nothing of the body
        });
    server.start();
    ApiServer api = api("read_timeout 1");
    CompletableFuture<String> answer = new CompletableFuture<>();
    Thread reader =
        new Thread(
            () -> {
              try {
                answer.complete(get(api));
              } catch (IOException | InterruptedException e) {
                answer.completeExceptionally(e);
              }
            });
    reader.start();
    asked.await();

    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              api.endLate();
              return answer.isDone();
            });

    assertThat(answer).isCompletedExceptionally();
    reader.join();
  }
}
