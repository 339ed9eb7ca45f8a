package io.millrace.plugins.kubernetes;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Requests to the Kubernetes API: GETs that carry our token. Nothing is opened before the first
 * request. Safe for use by several threads, which wait for their answers.
 *
 * <p>The JDK's client has no limit of time for reading a body, and a peer that vanished says
 * nothing. So each answer has a deadline, and whoever calls {@link #endLate} closes those that have
 * passed theirs.
 *
 * <p>Certificates are read again after a failure of TLS: they may have been replaced.
 */
final class ApiServer implements Closeable {
  /** Longest text of an error that is read. */
  private static final int MAX_ERROR = 4096;

  private final ApiAddress address;
  private final ApiConfig config;
  private final BearerToken token;
  private final Set<ApiAnswer> open = ConcurrentHashMap.newKeySet();
  private volatile @Nullable HttpClient client;
  private volatile boolean closed;

  ApiServer(ApiAddress address, ApiConfig config, InstantSource clock) {
    this.address = address;
    this.config = config;
    this.token = new BearerToken(config.token(), clock);
  }

  /**
   * Asks for {@code path}, such as {@code /namespaces/default}.
   *
   * @param accept media types, best first
   * @param time for the whole answer; its first line must come in the read timeout
   * @throws ApiException if the answer is not 200
   * @throws IOException if there is no answer
   */
  ApiAnswer get(String path, Map<String, String> query, String accept, Duration time)
      throws IOException, InterruptedException {
    if (closed) {
      throw new IOException("the connection to the API is closed");
    }
    Optional<String> shown = token.current();
    HttpResponse<InputStream> response = send(path, query, accept, shown);
    if (response.statusCode() == 401) {
      token.refused();
      Optional<String> other = token.current();
      if (!other.equals(shown)) {
        response.body().close();
        response = send(path, query, accept, other);
      }
    }
    if (response.statusCode() != 200) {
      try (ApiAnswer error = opened(response, Duration.ofSeconds(config.readTimeout()))) {
        throw refused(response, error.body());
      }
    }
    return opened(response, time);
  }

  /** The answer, which must be read in {@code time}. */
  private ApiAnswer opened(HttpResponse<InputStream> response, Duration time) throws IOException {
    ApiAnswer answer =
        new ApiAnswer(response.body(), System.nanoTime() + time.toNanos(), open::remove);
    open.add(answer);
    if (closed) {
      answer.close();
    }
    return answer;
  }

  private HttpResponse<InputStream> send(
      String path, Map<String, String> query, String accept, Optional<String> bearer)
      throws IOException, InterruptedException {
    try {
      return client().send(request(path, query, accept, bearer), BodyHandlers.ofInputStream());
    } catch (IOException e) {
      if (e instanceof SSLException) {
        client = null;
      }
      throw new IOException("no answer from " + address.text() + ": " + e, e);
    }
  }

  private HttpRequest request(
      String path, Map<String, String> query, String accept, Optional<String> bearer) {
    String parameters =
        query.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + encoded(entry.getValue()))
            .collect(Collectors.joining("&"));
    HttpRequest.Builder builder =
        HttpRequest.newBuilder()
            .uri(
                URI.create(
                    address.base()
                        + "/"
                        + config.apiVersion()
                        + path
                        + (parameters.isEmpty() ? "" : "?" + parameters)))
            .timeout(Duration.ofSeconds(config.readTimeout()))
            .header("Accept", accept)
            .header("User-Agent", "millrace");
    bearer.ifPresent(text -> builder.header("Authorization", "Bearer " + text));
    return builder.build();
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private HttpClient client() throws IOException {
    HttpClient now = client;
    if (now == null) {
      HttpClient.Builder builder =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .followRedirects(HttpClient.Redirect.NEVER)
              .connectTimeout(Duration.ofSeconds(config.openTimeout()));
      if (address.base().startsWith("https:")) {
        builder.sslContext(ApiTls.context(config));
      }
      now = builder.build();
      client = now;
    }
    return now;
  }

  private static ApiException refused(HttpResponse<InputStream> response, InputStream body)
      throws IOException {
    String reason = new String(body.readNBytes(MAX_ERROR), StandardCharsets.UTF_8);
    int status = response.statusCode();
    String hint =
        switch (status) {
          case 401 -> " (the token is not accepted; it is read again for each try)";
          case 403 ->
              " (the service account needs get, list and watch of pods and namespaces: a"
                  + " ClusterRole)";
          default -> "";
        };
    return new ApiException(
        status,
        "GET " + response.uri() + " was answered " + status + hint + ": " + StatusText.of(reason));
  }

  /** Closes the answers whose time is over. Does not wait. */
  void endLate() {
    for (ApiAnswer answer : open) {
      if (answer.late()) {
        closeQuietly(answer);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    open.forEach(ApiServer::closeQuietly);
    client = null;
  }

  private static void closeQuietly(ApiAnswer answer) {
    try {
      answer.close();
    } catch (IOException e) {
      // it was to end, and it has
    }
  }
}
