package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.ConfigException;
import io.millrace.app.Signals.Request;
import io.millrace.net.EventLoops;
import io.millrace.net.ListenerRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RpcEndpointTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final EventLoops loops = new EventLoops();
  private final ListenerRegistry registry = new ListenerRegistry(loops);
  private final Signals signals = new Signals();
  private boolean broken;

  @AfterEach
  void close() {
    registry.close();
    loops.close();
  }

  private RpcEndpoint listen(boolean giveDump) {
    RpcEndpoint.Control control =
        new RpcEndpoint.Control() {
          @Override
          public String configuration() {
            return "<ROOT>\n</ROOT>";
          }

          @Override
          public void check() {
            if (broken) {
              throw new ConfigException("fluent.conf:1: no such plugin");
            }
          }
        };
    RpcEndpoint endpoint =
        new RpcEndpoint(new RpcAddress("127.0.0.1", 0), registry, signals, control);
    endpoint.giveDump(giveDump);
    return endpoint;
  }

  private static HttpResponse<String> ask(RpcEndpoint endpoint, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + endpoint.port() + path);
    return CLIENT.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  @ParameterizedTest
  @CsvSource({
    "/api/processes.interruptWorkers,STOP",
    "/api/processes.killWorkers,STOP",
    "/api/processes.flushBuffersAndKillWorkers,FLUSH STOP",
    "/api/processes.zeroDowntimeRestart,RELOAD",
    "/api/plugins.flushBuffers,FLUSH",
    "/api/config.reload,RELOAD",
    "/api/config.gracefulReload,RELOAD"
  })
  void eachPathAsksForWhatASignalDoes(String path, String requests) throws Exception {
    try (RpcEndpoint endpoint = listen(false)) {
      HttpResponse<String> response = ask(endpoint, path);

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
      assertThat(response.body()).isEqualTo("{\"ok\":true}");
      for (String request : requests.split(" ")) {
        assertThat(signals.take()).isEqualTo(Request.valueOf(request));
      }
    }
  }

  @Test
  void theConfigurationIsGivenOnlyWhereThatIsEnabled() throws Exception {
    try (RpcEndpoint open = listen(true);
        RpcEndpoint shut = listen(false)) {
      assertThat(ask(open, "/api/config.getDump").body())
          .isEqualTo("{\"conf\":\"<ROOT>\\n</ROOT>\",\"ok\":true}");
      assertThat(ask(shut, "/api/config.getDump").statusCode()).isEqualTo(404);
      assertThat(ask(shut, "/api/config.dump").body()).isEqualTo("{\"ok\":true}");
    }
  }

  @Test
  void aConfigurationWithAProblemIsNotReloadedAndTheStatusTells() throws Exception {
    broken = true;
    try (RpcEndpoint endpoint = listen(false)) {
      HttpResponse<String> response = ask(endpoint, "/api/config.gracefulReload");

      assertThat(response.statusCode()).isEqualTo(500);
      assertThat(response.body()).isEqualTo("{\"ok\":true}");
      signals.request(Request.DUMP);
      assertThat(signals.take()).isEqualTo(Request.DUMP);
    }
  }

  @Test
  void anyOtherPathIsNotThere() throws Exception {
    try (RpcEndpoint endpoint = listen(true)) {
      assertThat(ask(endpoint, "/api/config").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void anAddressHasAHostAndAPort() {
    assertThat(RpcAddress.parse("127.0.0.1:24444")).isEqualTo(new RpcAddress("127.0.0.1", 24444));
    assertThat(RpcAddress.parse("[::1]:24444")).isEqualTo(new RpcAddress("::1", 24444));
  }

  @ParameterizedTest
  @ValueSource(strings = {"24444", ":24444", "::1:24444", "localhost", "localhost:99999"})
  void anyOtherAddressIsRefused(String text) {
    assertThatThrownBy(() -> RpcAddress.parse(text))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("Invalid rpc_endpoint: " + text);
  }
}
