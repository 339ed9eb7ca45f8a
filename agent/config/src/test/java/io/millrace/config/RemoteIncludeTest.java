package io.millrace.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.millrace.expr.ScriptHost;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RemoteIncludeTest {

  private HttpServer server;
  private String base;

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    base = "http://127.0.0.1:" + server.getAddress().getPort();
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
  }

  private void serve(String path, String text) {
    server.createContext(
        path,
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(text.getBytes(UTF_8));
          }
        });
  }

  private LoadedConfig load(String text) {
    ScriptHost host =
        new ScriptHost(Map.of("BASE", base), "h", InstantSource.system(), ZoneOffset.UTC);
    return new ConfigLoader(host, "").parse(text, "fluent.conf");
  }

  @Test
  void readsADownloadedFileInPlace() {
    serve("/a.conf", "<b>\n  k v\n</b>\n@include " + base + "/c.conf?x=1\n");
    serve("/c.conf", "<c>\n</c>\n");

    ConfigElement root = load("<a>\n</a>\n@include \"#{ENV['BASE']}/a.conf\"\n<d>\n</d>\n").root();

    assertThat(root.children()).extracting(ConfigElement::name).containsExactly("a", "b", "c", "d");
    assertThat(root.children().get(1).location()).hasToString(base + "/a.conf:1");
  }

  @Test
  void placesAProblemInTheDownloadedFile() {
    serve("/a.conf", "<b>\n");

    assertThatThrownBy(() -> load("@include " + base + "/a.conf\n"))
        .hasMessageContaining(base + "/a.conf:2")
        .hasMessageContaining("expected end tag '</b>'");
  }

  @Test
  void refusesWhatIsNotThere() {
    assertThatThrownBy(() -> load("\n@include " + base + "/nope.conf\n"))
        .hasMessageContaining("fluent.conf:2: include error " + base + "/nope.conf")
        .hasMessageContaining("status 404");
  }

  @Test
  void refusesWhatIsTooLarge() {
    serve("/large.conf", "# a long line of text\n".repeat(800_000));

    assertThatThrownBy(() -> load("@include " + base + "/large.conf\n"))
        .hasMessageContaining("larger than 16 MiB");
  }

  @Test
  void refusesFilesThatIncludeThemselves() {
    serve("/a.conf", "@include " + base + "/a.conf\n");

    assertThatThrownBy(() -> load("@include " + base + "/a.conf\n"))
        .hasMessageContaining("includes itself");
  }

  @Test
  void refusesOtherWaysToFetchAFile() {
    assertThatThrownBy(() -> load("@include ftp://example.com/a.conf\n"))
        .hasMessageContaining("include error ftp://example.com/a.conf")
        .hasMessageContaining("only over http and https");
  }
}
