package io.millrace.plugins.elasticsearch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/**
 * A small HTTP server that answers bulk requests as a test says, for answers that a real server
 * does not give when asked to. It checks what it is sent: pairs of lines, each one JSON, the last
 * one ended.
 */
final class BulkServer implements AutoCloseable {
  /** A request other than a bulk request is answered 404 unless a test says otherwise. */
  record Reply(int status, String body) {}

  /**
   * A request.
   *
   * @param headers by name in lower case
   * @param body inflated
   */
  record Seen(String method, String path, Map<String, String> headers, String body) {
    /** The lines of documents. */
    List<String> documents() {
      String[] lines = body.split("\n");
      return IntStream.range(0, lines.length)
          .filter(i -> i % 2 == 1)
          .mapToObj(i -> lines[i])
          .toList();
    }
  }

  private static final JsonFactory JSON = new JsonFactory();

  private final HttpServer server;
  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private volatile Function<Seen, Reply> bulk = request -> taken(request.documents().size());
  private volatile Function<Seen, Reply> other = request -> new Reply(404, "{}");

  BulkServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  /** The answer to so many items that are all taken. */
  static Reply taken(int items) {
    return new Reply(200, "{\"took\":1,\"errors\":false,\"items\":[]}");
  }

  /** The answer with these items. */
  static Reply items(String... items) {
    return new Reply(
        200, "{\"took\":1,\"errors\":true,\"items\":[" + String.join(",", items) + "]}");
  }

  BulkServer onBulk(Function<Seen, Reply> answer) {
    bulk = answer;
    return this;
  }

  /** These answers in turn; the last one repeats. */
  BulkServer inTurn(Reply... replies) {
    List<Reply> left = new ArrayList<>(List.of(replies));
    return onBulk(
        request -> {
          synchronized (left) {
            return left.size() > 1 ? left.remove(0) : left.get(0);
          }
        });
  }

  BulkServer onOther(Function<Seen, Reply> answer) {
    other = answer;
    return this;
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** The bulk requests so far; fails if one was not well formed. */
  List<Seen> bulks() {
    if (!complaints.isEmpty()) {
      throw new AssertionError("requests that no server takes: " + complaints);
    }
    return seen.stream().filter(request -> request.path().contains("_bulk")).toList();
  }

  List<Seen> others() {
    return seen.stream().filter(request -> !request.path().contains("_bulk")).toList();
  }

  private void handle(HttpExchange exchange) throws IOException {
    Map<String, String> headers =
        exchange.getRequestHeaders().entrySet().stream()
            .collect(
                Collectors.toMap(
                    header -> header.getKey().toLowerCase(Locale.ROOT),
                    header -> header.getValue().get(0)));
    boolean gzip = "gzip".equals(headers.get("content-encoding"));
    String body;
    try (InputStream in =
        gzip ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody()) {
      body = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    String path = exchange.getRequestURI().getRawPath();
    Seen request = new Seen(exchange.getRequestMethod(), path, headers, body);
    seen.add(request);
    boolean isBulk = path.endsWith("/_bulk");
    if (isBulk) {
      check(request);
    }
    answer(exchange, isBulk ? bulk.apply(request) : other.apply(request));
  }

  private static void answer(HttpExchange exchange, Reply reply) throws IOException {
    byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private void check(Seen request) {
    String[] lines = request.body().split("\n");
    if (!request.body().endsWith("\n") || lines.length % 2 != 0) {
      complaints.add("not pairs of lines: " + request.body());
    }
    if (!String.valueOf(request.headers().get("content-type")).startsWith("application/x-ndjson")) {
      complaints.add("content type " + request.headers().get("content-type"));
    }
    for (String line : lines) {
      try (JsonParser json = JSON.createParser(line)) {
        while (json.nextToken() != null) {
          json.currentName();
        }
      } catch (IOException e) {
        throw new UncheckedIOException("a line is no JSON: " + line, e);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
