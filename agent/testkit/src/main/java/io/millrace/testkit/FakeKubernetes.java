package io.millrace.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;

/**
 * The part of the Kubernetes API that agents use: pods and namespaces, one by one, as lists in
 * pages and as watches, over HTTP on loopback. It keeps what it was asked, and answers 400 to what
 * the real API would not understand. Safe for use by several threads.
 *
 * <p>Source: Kubernetes documentation, "API concepts".
 */
public final class FakeKubernetes implements AutoCloseable {
  private static final List<String> PARAMETERS =
      List.of(
          "fieldSelector",
          "resourceVersion",
          "watch",
          "allowWatchBookmarks",
          "timeoutSeconds",
          "limit",
          "continue");
  private static final String END = "";

  /** One request. */
  public record Request(
      String path, Map<String, String> query, Optional<String> token, String accept) {
    /** Whether it asks for changes. */
    public boolean watch() {
      return query.containsKey("watch");
    }
  }

  /** One object: a pod of a node, or a namespace, for which the node is empty. */
  private record Item(String path, String node, String json) {}

  /** An open watch. */
  private record Watch(String path, String node, BlockingQueue<String> lines) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool(FakeKubernetes::daemon);
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Map<String, Item> items = new LinkedHashMap<>(); // guarded by this
  private final List<Watch> watches = new ArrayList<>(); // guarded by this
  private long version = 1000; // guarded by this
  private long oldestVersion; // guarded by this
  private Optional<String> token = Optional.empty(); // guarded by this
  private int failWith; // guarded by this

  /** Starts on a port of its own. */
  public FakeKubernetes() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/api/v1/", this::handle);
    server.start();
  }

  private static Thread daemon(Runnable body) {
    Thread thread = new Thread(body, "fake-kubernetes");
    thread.setDaemon(true);
    return thread;
  }

  /** The address for {@code kubernetes_url}. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/api";
  }

  /** What it was asked so far. */
  public List<Request> requests() {
    return requests;
  }

  /** Number of open watches. */
  public synchronized int openWatches() {
    return watches.size();
  }

  /** Only this token is accepted from now on. */
  public synchronized void token(String accepted) {
    token = Optional.of(accepted);
  }

  /** Every request is answered with this status from now on; 0 for the truth again. */
  public synchronized void failWith(int status) {
    failWith = status;
  }

  /**
   * Creates or replaces a pod.
   *
   * @param json the object; {@code VERSION} in it is replaced by its version
   */
  public void pod(String namespace, String name, String node, String json) {
    put("/namespaces/" + namespace + "/pods/" + name, node, json);
  }

  /** Creates or replaces a namespace; see {@link #pod}. */
  public void namespace(String name, String json) {
    put("/namespaces/" + name, "", json);
  }

  private synchronized void put(String path, String node, String json) {
    Item item = new Item(path, node, json.replace("VERSION", String.valueOf(++version)));
    boolean known = items.put(path, item) != null;
    tell(item, known ? "MODIFIED" : "ADDED");
  }

  /** Deletes a pod. */
  public void deletePod(String namespace, String name) {
    delete("/namespaces/" + namespace + "/pods/" + name);
  }

  private synchronized void delete(String path) {
    Item item = items.remove(path);
    if (item == null) {
      throw new IllegalArgumentException("there is no " + path);
    }
    version++;
    tell(item, "DELETED");
  }

  private void tell(Item item, String type) {
    for (Watch watch : watches) {
      if (watch.path().equals(listPath(item)) && selected(item, watch.node())) {
        watch.lines().add("{\"type\":\"" + type + "\",\"object\":" + item.json() + "}\n");
      }
    }
  }

  private static String listPath(Item item) {
    return item.path().contains("/pods/") ? "/pods" : "/namespaces";
  }

  private static boolean selected(Item item, String node) {
    return node.isEmpty() || item.node().equals(node);
  }

  /** Tells all watches the version of now. */
  public synchronized void bookmark() {
    version++;
    for (Watch watch : watches) {
      watch
          .lines()
          .add(
              "{\"type\":\"BOOKMARK\",\"object\":{\"kind\":\"Pod\",\"metadata\":"
                  + "{\"resourceVersion\":\""
                  + version
                  + "\"}}}\n");
    }
  }

  /** The version of now. */
  public synchronized String version() {
    return String.valueOf(version);
  }

  /** Forgets all versions up to now: watches from them are answered 410. */
  public synchronized void forgetVersions() {
    oldestVersion = ++version;
    for (Watch watch : watches) {
      watch.lines().add("{\"type\":\"ERROR\",\"object\":" + status(410, "too old") + "}\n");
      watch.lines().add(END);
    }
  }

  /** Ends all watches as the API does after their time. */
  public synchronized void endWatches() {
    watches.forEach(watch -> watch.lines().add(END));
  }

  /** Cuts the connections of all watches in the middle of a change. */
  public synchronized void cutWatches() {
    watches.forEach(watch -> watch.lines().add("{\"type\":\"ADDED\",\"obj"));
    endWatches();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
      String path = exchange.getRequestURI().getPath().substring("/api/v1".length());
      Optional<String> shown =
          Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"));
      String accept = exchange.getRequestHeaders().getFirst("Accept");
      requests.add(
          new Request(path, query, shown.map(text -> text.replaceFirst("^Bearer ", "")), accept));
      int refused = refusal(query, shown);
      if (refused != 0) {
        answer(exchange, refused, status(refused, "refused"));
      } else if (query.containsKey("watch")) {
        watch(exchange, path, query);
      } else if (path.equals("/pods") || path.equals("/namespaces")) {
        answer(exchange, 200, list(path, query));
      } else {
        Optional<Item> item = item(path);
        int code = item.isPresent() ? 200 : 404;
        answer(exchange, code, item.map(Item::json).orElse(status(404, "not found")));
      }
    }
  }

  private static Map<String, String> query(String raw) {
    Map<String, String> all = new LinkedHashMap<>();
    for (String pair : raw == null ? new String[0] : raw.split("&")) {
      int at = pair.indexOf('=');
      all.put(
          pair.substring(0, at), URLDecoder.decode(pair.substring(at + 1), StandardCharsets.UTF_8));
    }
    return all;
  }

  private synchronized int refusal(Map<String, String> query, Optional<String> shown) {
    if (failWith != 0) {
      return failWith;
    }
    if (token.isPresent() && !shown.equals(token.map(text -> "Bearer " + text))) {
      return 401;
    }
    boolean tooOld =
        query.containsKey("watch") && Long.parseLong(query.get("resourceVersion")) < oldestVersion;
    return tooOld ? 410 : PARAMETERS.containsAll(query.keySet()) ? 0 : 400;
  }

  private synchronized Optional<Item> item(String path) {
    return Optional.ofNullable(items.get(path));
  }

  private static String node(Map<String, String> query) {
    return query.getOrDefault("fieldSelector", "").replace("spec.nodeName=", "");
  }

  /** As the real API, it gives pages only to those who do not take version 0. */
  private synchronized String list(String path, Map<String, String> query) {
    List<Item> all =
        items.values().stream()
            .filter(item -> listPath(item).equals(path) && selected(item, node(query)))
            .toList();
    boolean paged = query.containsKey("limit") && !"0".equals(query.get("resourceVersion"));
    int from = Integer.parseInt(query.getOrDefault("continue", "0"));
    int to = paged ? Math.min(all.size(), from + Integer.parseInt(query.get("limit"))) : all.size();
    String next = to < all.size() ? String.valueOf(to) : "";
    return "{\"kind\":\"List\",\"metadata\":{\"resourceVersion\":\""
        + version
        + "\",\"continue\":\""
        + next
        + "\"},\"items\":"
        + all.subList(from, to).stream().map(Item::json).collect(Collectors.joining(",", "[", "]"))
        + "}";
  }

  private void watch(HttpExchange exchange, String path, Map<String, String> query)
      throws IOException {
    Watch watch = new Watch(path, node(query), new LinkedBlockingQueue<>());
    synchronized (this) {
      watches.add(watch);
    }
    try {
      exchange.sendResponseHeaders(200, 0);
      OutputStream body = exchange.getResponseBody();
      body.flush();
      for (String line = watch.lines().take(); !line.equals(END); line = watch.lines().take()) {
        body.write(line.getBytes(StandardCharsets.UTF_8));
        body.flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      synchronized (this) {
        watches.remove(watch);
      }
    }
  }

  private static void answer(HttpExchange exchange, int code, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(code, body.length);
    exchange.getResponseBody().write(body);
  }

  private static String status(int code, String message) {
    return "{\"kind\":\"Status\",\"status\":\"Failure\",\"message\":\""
        + message
        + "\",\"code\":"
        + code
        + "}";
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
