package io.millrace.app;

import io.millrace.app.Signals.Request;
import io.millrace.event.ByteArraySink;
import io.millrace.event.JsonTranscoder;
import io.millrace.event.PackWriter;
import io.millrace.net.ListenOptions;
import io.millrace.net.ListenerRegistry;
import io.millrace.net.http.HttpLimits;
import io.millrace.net.http.HttpReply;
import io.millrace.net.http.HttpRequest;
import io.millrace.net.http.HttpServer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@code rpc_endpoint}: control over HTTP, each path what a signal does. Answers {@code
 * {"ok":true}}, even when it fails and the status is 500; the log says why. Paths and answers are
 * Fluentd's.
 */
final class RpcEndpoint implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("engine");
  private static final String OWNER = "rpc_endpoint";
  private static final String GET_DUMP = "/api/config.getDump";
  private static final long END_SECONDS = 2;

  /** The agent, as far as the endpoint knows it. Safe for use by several threads. */
  interface Control {
    /** The configuration that runs, as text with its secrets masked. */
    String configuration();

    /**
     * Checks the configuration as its files say now, without starting anything.
     *
     * @throws io.millrace.api.ConfigException with every problem of it
     */
    void check();
  }

  /** What a path does; the answer's fields besides {@code ok}. */
  @FunctionalInterface
  private interface Call {
    Map<String, String> run();
  }

  private final Map<String, Call> calls = new LinkedHashMap<>();
  private final Executor workers;
  private final HttpServer server;
  private volatile boolean givesDump;

  /**
   * Listens.
   *
   * @param signals takes what is asked for
   * @param agent whose configuration is told and checked
   * @throws io.millrace.api.MillraceException if the address cannot be bound
   */
  RpcEndpoint(RpcAddress address, ListenerRegistry registry, Signals signals, Control agent) {
    workers = registry.loops().workers();
    asks("/api/processes.interruptWorkers", signals, Request.STOP);
    asks("/api/processes.killWorkers", signals, Request.STOP);
    asks("/api/processes.flushBuffersAndKillWorkers", signals, Request.FLUSH, Request.STOP);
    asks("/api/processes.zeroDowntimeRestart", signals, Request.RELOAD);
    asks("/api/plugins.flushBuffers", signals, Request.FLUSH);
    asks("/api/config.reload", signals, Request.RELOAD);
    calls.put(
        "/api/config.gracefulReload",
        () -> {
          agent.check();
          signals.request(Request.RELOAD);
          return Map.of();
        });
    calls.put("/api/config.dump", () -> dump(agent::configuration));
    calls.put(GET_DUMP, () -> Map.of("conf", agent.configuration()));
    server =
        HttpServer.listen(
            registry,
            OWNER,
            ListenOptions.tcp(address.host(), address.port()),
            HttpLimits.PAGES,
            this::answer,
            LOG);
    LOG.info("listening RPC http server on http://{}:{}/", address.host(), address.port());
  }

  private void asks(String path, Signals signals, Request... requests) {
    calls.put(
        path,
        () -> {
          List.of(requests).forEach(signals::request);
          return Map.of();
        });
  }

  private static Map<String, String> dump(Supplier<String> configuration) {
    LOG.info("dump in-memory config: {}", configuration.get());
    return Map.of();
  }

  private CompletionStage<HttpReply> answer(HttpRequest request) {
    Call call = calls.get(request.path());
    if (call == null || (request.path().equals(GET_DUMP) && !givesDump)) {
      return CompletableFuture.completedFuture(HttpReply.text(404, "404 Not Found\n"));
    }
    // Checking a configuration reads files, which an io thread must not.
    return CompletableFuture.supplyAsync(() -> run(request.path(), call), workers);
  }

  private static HttpReply run(String path, Call call) {
    LOG.debug("RPC request path=\"{}\"", path);
    try {
      return reply(200, call.run());
    } catch (RuntimeException e) {
      LOG.error("failed to handle RPC request path=\"{}\" error=\"{}\"", path, e.getMessage());
      return reply(500, Map.of());
    }
  }

  private static HttpReply reply(int status, Map<String, String> fields) {
    Map<String, Object> answer = new LinkedHashMap<>(fields);
    answer.put("ok", true);
    ByteArraySink packed = new ByteArraySink(64);
    new PackWriter(packed).value(answer);
    ByteArraySink json = new ByteArraySink(64);
    JsonTranscoder.write(packed.array(), 0, json);
    return HttpReply.of(status, "application/json", json.slice());
  }

  /** Whether {@code /api/config.getDump} is there from now on; it is not at first. */
  void giveDump(boolean gives) {
    givesDump = gives;
  }

  /** Where it listens. */
  int port() {
    return server.address().getPort();
  }

  /** Answers what is in hand, and closes. */
  @Override
  public void close() {
    server.end(END_SECONDS);
  }
}
