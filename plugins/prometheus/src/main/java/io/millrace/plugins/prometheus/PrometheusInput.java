package io.millrace.plugins.prometheus;

import io.millrace.api.Input;
import io.millrace.api.InputFactory;
import io.millrace.api.PluginContext;
import io.millrace.event.ByteSlice;
import io.millrace.net.ListenOptions;
import io.millrace.net.http.HttpReply;
import io.millrace.net.http.HttpRequest;
import io.millrace.net.http.PageServer;
import io.millrace.plugins.prometheus.EndpointConfig.ContentEncoding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * {@code @type prometheus}: serves the metrics of its worker, and those of all workers together, in
 * text format 0.0.4. Requests are answered by a thread of its own, so they are while outputs block.
 *
 * <p>Source: fluent-plugin-prometheus.
 */
public final class PrometheusInput implements Input {
  private static final String TEXT = "text/plain; version=0.0.4";

  private final EndpointConfig config;
  private final PluginContext context;
  private final Registry registry;
  private final ErrorLog errors;
  private final Supplier<String> metrics = this::metrics;
  private @Nullable PageServer server;

  private PrometheusInput(EndpointConfig config, PluginContext context) {
    this.config = config;
    this.context = context;
    this.registry = context.shared(Registry.class, Registry::new);
    this.errors = new ErrorLog(context.log(), config.ignoreErrorLogInterval());
  }

  @Override
  public void start() {
    int worker = context.system().workerId();
    int port = config.port() == 0 ? 0 : config.port() + worker;
    server =
        PageServer.listen(
            context, ListenOptions.pages(config.bind(), port, config.anyTransport()), this::answer);
    Workers.add(config, worker, metrics);
    context.log().debug("listening prometheus http server on {}", server.address());
  }

  private HttpReply answer(HttpRequest request) {
    String path = request.path();
    boolean read = request.method().equals("GET") || request.method().equals("HEAD");
    try {
      if (read && path.equals(config.metricsPath())) {
        return page(metrics());
      }
      if (read && path.equals(config.aggregatedMetricsPath())) {
        return page(MergedText.of(Workers.metrics(config)));
      }
      return HttpReply.text(404, "Not Found\n");
    } catch (RuntimeException e) {
      errors.add(path, e);
      return HttpReply.text(
          500, "in_prometheus server error: " + e.getClass().getSimpleName() + "\n");
    }
  }

  private String metrics() {
    String text = registry.text();
    if (!config.agentMetrics()) {
      return text;
    }
    text += AgentMetrics.text(context);
    return context.system().workerId() == 0 ? text + JvmText.text() : text;
  }

  private HttpReply page(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", TEXT);
    headers.put("Content-Encoding", config.contentEncoding().name().toLowerCase(Locale.ROOT));
    boolean gzip = config.contentEncoding() == ContentEncoding.GZIP;
    return new HttpReply(200, headers, ByteSlice.of(gzip ? gzip(bytes) : bytes));
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream(1 << 12);
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // an array does not fail
    }
    return packed.toByteArray();
  }

  /** Where it listens, once started. */
  InetSocketAddress address() {
    if (server == null) {
      throw new IllegalStateException("not started");
    }
    return server.address();
  }

  @Override
  public void shutdown() {
    Workers.remove(config, context.system().workerId(), metrics);
    if (server != null) {
      server.close();
      server = null;
    }
  }

  /** Makes {@code @type prometheus} inputs. */
  public static final class Factory extends InputFactory<EndpointConfig> {
    /** For the catalog. */
    public Factory() {
      super(
          "prometheus", "Serve metrics to Prometheus.", EndpointConfig.class, PrometheusInput::new);
    }
  }
}
