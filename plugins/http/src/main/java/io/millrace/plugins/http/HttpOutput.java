package io.millrace.plugins.http;

import io.millrace.api.Chunk;
import io.millrace.api.ChunkWriter;
import io.millrace.api.CustomFormat;
import io.millrace.api.Formatter;
import io.millrace.api.Output;
import io.millrace.api.OutputFactory;
import io.millrace.api.PluginContext;
import io.millrace.api.RequestSigner;
import io.millrace.api.RetryableException;
import io.millrace.api.Tag;
import io.millrace.api.UnrecoverableException;
import io.millrace.event.ByteArraySink;
import io.millrace.event.EventView;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * {@code @type http}: sends each chunk as one HTTP request.
 *
 * <p>A status of 2xx delivers the chunk. After a retryable status, and where there is no answer, it
 * is sent again; after another status it goes to the secondary or the backup directory. Redirects
 * are not followed.
 *
 * <p>Source: Fluentd's {@code out_http}.
 */
public final class HttpOutput implements Output, ChunkWriter, CustomFormat {
  private static final List<Integer> DEFAULT_RETRYABLE = List.of(503);
  private static final int MAX_SHOWN = 300;

  private final HttpConfig config;
  private final PluginContext context;
  private final Endpoint endpoint;
  private final Formatter formatter;
  private final String contentType;
  private final List<Integer> retryable;
  private final AtomicBoolean down = new AtomicBoolean();
  private @Nullable HttpClient client; // guarded by this
  private @Nullable RequestSigner signer; // guarded by this

  private HttpOutput(HttpConfig config, PluginContext context) {
    this.config = config;
    this.context = context;
    this.endpoint = new Endpoint(config.endpoint(), config.allowedHosts());
    this.formatter = context.open(config.format());
    this.contentType = config.bodyType();
    config.auth().flatMap(HttpConfig.Auth::scope).ifPresent(scope -> signers());
    this.retryable = config.retryableResponseCodes().orElse(DEFAULT_RETRYABLE);
    if (config.retryableResponseCodes().isEmpty()) {
      context
          .log()
          .warn(
              "Status code 503 is going to be removed from default `retryable_response_codes` from"
                  + " fluentd v2. Please add it by yourself if you wish");
    }
  }

  @Override
  public void format(Tag tag, EventView event, ByteArraySink out) {
    formatter.format(tag, event, out);
    if (config.jsonArray()) {
      out.write(',');
    }
  }

  @Override
  public void write(Chunk chunk) throws IOException, InterruptedException {
    URI url = endpoint.of(chunk);
    HttpResponse<byte[]> response;
    try {
      response = client().send(request(url, chunk), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      String why =
          "no answer from " + shown(url) + ": " + (e.getMessage() == null ? e : e.getMessage());
      down(why);
      throw new IOException(why, e);
    }
    settle(url, response.statusCode(), response.body());
  }

  private HttpRequest request(URI url, Chunk chunk) throws IOException {
    boolean gzip = config.compress() == HttpConfig.Compress.GZIP;
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(config.readTimeout()));
    config.headers().forEach(request::setHeader);
    config
        .headersFromPlaceholders()
        .forEach((name, value) -> request.setHeader(name, value.expand(chunk)));
    if (gzip) {
      request.setHeader("Content-Encoding", "gzip");
    }
    request.setHeader("Content-Type", contentType);
    Optional<RequestSigner.Scope> scope = config.auth().flatMap(HttpConfig.Auth::scope);
    String method = config.httpMethod().name();
    if (scope.isPresent()) {
      byte[] body = Body.bytes(chunk, config.jsonArray(), gzip);
      signer(scope.get()).sign(method, url, contentType, body).forEach(request::setHeader);
      return request.method(method, HttpRequest.BodyPublishers.ofByteArray(body)).build();
    }
    config.auth().ifPresent(auth -> request.setHeader("Authorization", basic(auth)));
    return request.method(method, Body.of(chunk, config.jsonArray(), gzip)).build();
  }

  private static String basic(HttpConfig.Auth auth) {
    String login = auth.username().orElse("") + ":" + auth.password().orElse("");
    return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
  }

  private void settle(URI url, int status, byte[] body) {
    if (status >= 200 && status < 300) {
      up(url);
      return;
    }
    String head =
        new String(body, 0, Math.min(body.length, MAX_SHOWN), StandardCharsets.UTF_8)
            .replaceAll("\\s+", " ");
    String error =
        "got error response from '%s %s' : %d %s"
            .formatted(
                config.httpMethod() == HttpConfig.Method.PUT ? "Put" : "Post",
                shown(url),
                status,
                head);
    if (retryable.contains(status)) {
      down(error);
      throw new RetryableException(error);
    }
    if (config.errorResponseAsUnrecoverable()) {
      throw new UnrecoverableException(error);
    }
    context
        .log()
        .error("{}; the chunk is dropped: error_response_as_unrecoverable is false", error);
  }

  /** Without what may be a password. */
  private static String shown(URI url) {
    return url.toString().replaceFirst("//[^/@]*@", "//...@");
  }

  private void down(String why) {
    if (down.compareAndSet(false, true)) {
      context
          .log()
          .warn(
              "cannot send: chunks stay in the buffer and are sent again as retry_wait of its"
                  + " <buffer> says reason={}",
              why);
    }
  }

  private void up(URI url) {
    if (down.compareAndSet(true, false)) {
      context.log().info("sends again endpoint={}", shown(url));
    }
  }

  private synchronized HttpClient client() {
    HttpClient known = client;
    if (known == null) {
      known = Clients.create(config);
      client = known;
    }
    return known;
  }

  private static RequestSigner.Factory signers() {
    return Signers.factory(HttpOutput.class.getClassLoader());
  }

  private synchronized RequestSigner signer(RequestSigner.Scope scope) {
    RequestSigner known = signer;
    if (known == null) {
      known = signers().create(scope, context);
      signer = known;
    }
    return known;
  }

  /** Forgets the client, whose thread and connections end with it, and the signer. */
  @Override
  public synchronized void close() {
    client = null;
    RequestSigner known = signer;
    signer = null;
    if (known != null) {
      known.close();
    }
  }

  /** Makes this output. */
  public static final class Factory extends OutputFactory<HttpConfig> {
    /** For the service loader. */
    public Factory() {
      super("http", "Sends events over HTTP.", HttpConfig.class, HttpOutput::new);
    }
  }
}
