package io.millrace.devstack;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A local Elasticsearch 8 node on loopback, in a JVM of its own: real indexing, real error bodies,
 * no security. It lacks what only the full distribution has: ILM, ingest processors, {@code GET /}.
 *
 * <p>Thread-safe. Ends with {@link #close}, or when this JVM does.
 */
public final class DevElasticsearch implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Pattern COUNT = Pattern.compile("\"count\":(\\d+)");

  private final Options options;
  private final WorkDirectory work = WorkDirectory.create("elasticsearch");
  private final AtExit atExit = AtExit.close(this::close);
  private ServerProcess process; // guarded by this
  private final int port;

  /**
   * How to start it.
   *
   * @param port TCP port of its HTTP interface; 0 takes any free one
   * @param heap its largest heap, as in {@code -Xmx}
   * @param settings settings of the node, such as {@code indexing_pressure.memory.limit}
   */
  public record Options(int port, String heap, Map<String, String> settings) {
    /** Copies the settings. */
    public Options {
      settings = Map.copyOf(settings);
    }

    /** A free port, 512 MiB of heap, no settings. */
    public static Options defaults() {
      return new Options(0, "512m", Map.of());
    }

    /** The same with another port. */
    public Options withPort(int value) {
      return new Options(value, heap, settings);
    }

    /** The same with another heap, such as {@code 256m}. */
    public Options withHeap(String value) {
      return new Options(port, value, settings);
    }

    /** The same with one more setting of the node. */
    public Options withSetting(String name, String value) {
      Map<String, String> all = new TreeMap<>(settings);
      all.put(name, value);
      return new Options(port, heap, all);
    }
  }

  private DevElasticsearch(Options options) {
    this.options = options;
    try {
      ServerProcess started = launch(options.port());
      synchronized (this) { // a signal may close it while it starts
        process = started;
      }
      this.port = started.awaitReady(START_LIMIT);
      awaitYellow();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Starts with {@link Options#defaults}. */
  public static DevElasticsearch start() {
    return start(Options.defaults());
  }

  /**
   * Starts a node; it takes documents when this returns.
   *
   * @throws IllegalStateException when the node does not start; the message holds the end of its
   *     log
   */
  public static DevElasticsearch start(Options options) {
    return new DevElasticsearch(options);
  }

  private ServerProcess launch(int onPort) {
    List<String> arguments = new ArrayList<>();
    arguments.add(work.path().resolve("node").toString());
    arguments.add(Integer.toString(onPort));
    options.settings().forEach((name, value) -> arguments.add(name + "=" + value));
    return ServerProcess.launch(
        new ServerProcess.Launch(
            "elasticsearch",
            "org.elasticsearch.node.EmbeddedElasticsearch",
            options.heap(),
            arguments),
        work.path());
  }

  /** Where it listens, {@code http://127.0.0.1:port}. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** The node's log; gone after {@link #close}. */
  public Path log() {
    return work.path().resolve("elasticsearch.log");
  }

  /**
   * Refreshes and counts.
   *
   * @param index an index, several with commas, or a pattern
   * @return the documents in it; 0 when there is no such index
   */
  public long count(String index) {
    String answer = get("/" + index + "/_refresh", "");
    answer = answer.isEmpty() ? "" : get("/" + index + "/_count", "");
    Matcher count = COUNT.matcher(answer);
    return count.find() ? Long.parseLong(count.group(1)) : 0;
  }

  /** Ends the node without a farewell, as {@code kill -9} would. Its data stays. */
  public synchronized void goDown() {
    process.close();
  }

  /** Starts the node again after {@link #goDown}, on the same port with the same data. */
  public synchronized void comeUp() {
    process = launch(port);
    process.awaitReady(START_LIMIT);
    awaitYellow();
  }

  /** The node's process, for a test of its end. */
  synchronized ProcessHandle handle() {
    return process.handle();
  }

  @Override
  public synchronized void close() {
    if (process != null) {
      process.close();
    }
    work.close();
    atExit.cancel();
  }

  /** HTTP is bound before the node has a master and its indices. */
  private void awaitYellow() {
    String path = "/_cluster/health?wait_for_status=yellow&timeout=60s";
    if (get(path, "").isEmpty()) {
      throw new IllegalStateException("Elasticsearch at " + url() + " is not ready after 60 s");
    }
  }

  private String get(String path, String otherwise) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) url().resolve(path).toURL().openConnection(Proxy.NO_PROXY);
      if (connection.getResponseCode() != 200) {
        return otherwise;
      }
      try (InputStream body = connection.getInputStream()) {
        return new String(body.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("GET " + url().resolve(path) + " failed", e);
    }
  }
}
