package io.millrace.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.api.AgentInfo;
import io.millrace.api.Input;
import io.millrace.api.LogDevice;
import io.millrace.net.EventLoops;
import io.millrace.net.ListenerRegistry;
import io.millrace.testkit.TestConfig;
import io.millrace.testkit.TestContext;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever watches an agent keeps watching it over a reload, on the same connection. */
class PagesHandoverTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final EventLoops loops = new EventLoops();
  private final ListenerRegistry registry = new ListenerRegistry(loops);
  private TestContext context;
  private int port;

  @BeforeEach
  void prepare() throws IOException {
    port = NumberedSender.freePort();
    context = new TestContext("pages");
    context.service(ListenerRegistry.class, registry);
    context.service(
        AgentInfo.class, new AgentInfo("1", Optional.empty(), Optional.empty(), List.of()));
    context.service(LogDevice.class, lines -> {});
  }

  @AfterEach
  void close() {
    registry.close();
    loops.close();
    context.close();
  }

  private Input started(String type) throws Exception {
    Input input =
        TestConfig.create(Input.class, context, "@type " + type, "bind 127.0.0.1", "port " + port);
    input.start();
    input.afterStart();
    return input;
  }

  private static void end(Input input) throws Exception {
    input.stop();
    input.shutdown();
    input.close();
  }

  /** A client that keeps its connection. */
  private static final class Watcher implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader in;

    Watcher(int port) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(Math.toIntExact(TIMEOUT.toMillis()));
      in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    }

    void ask(String path) throws IOException {
      String request = "GET " + path + " HTTP/1.1\r\nHost: agent\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The first line of the answer, once it has come whole. */
    String answer() throws IOException {
      String status = in.readLine();
      int length = 0;
      for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
        if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
          length = Integer.parseInt(line.substring(15).trim());
        }
      }
      assertThat(in.skip(length)).isEqualTo(length);
      return status;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"monitor_agent, /api/plugins.json", "prometheus, /metrics"})
  void aReloadDropsNoConnectionAndAnswersWhatWasAskedMeanwhile(String type, String path)
      throws Exception {
    Input old = started(type);
    try (Watcher watcher = new Watcher(port)) {
      watcher.ask(path);
      assertThat(watcher.answer()).isEqualTo("HTTP/1.1 200 OK");

      registry.begin();
      watcher.ask(path);
      end(old);
      try (Watcher late = new Watcher(port)) {
        late.ask(path);
        Input next = started(type);
        registry.end();

        assertThat(watcher.answer()).isEqualTo("HTTP/1.1 200 OK");
        assertThat(late.answer()).isEqualTo("HTTP/1.1 200 OK");
        watcher.ask(path);
        assertThat(watcher.answer()).isEqualTo("HTTP/1.1 200 OK");
        end(next);
        assertThat(watcher.in.read()).as("the end of the connection").isNegative();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"monitor_agent, /api/plugins.json", "prometheus, /metrics"})
  void aReloadThatTakesThePluginAwayFreesItsPort(String type, String path) throws Exception {
    Input old = started(type);
    try (Watcher watcher = new Watcher(port)) {
      watcher.ask(path);
      assertThat(watcher.answer()).isEqualTo("HTTP/1.1 200 OK");
      registry.begin();
      end(old);
      registry.end();

      assertThat(watcher.in.read()).as("the end of the connection").isNegative();
      await()
          .atMost(TIMEOUT)
          .ignoreExceptions()
          .untilAsserted(
              () -> {
                Input again = started(type);
                end(again);
              });
    }
  }
}
