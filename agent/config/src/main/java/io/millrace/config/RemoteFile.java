package io.millrace.config;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Downloads a file of a configuration, within limits of time and size. */
final class RemoteFile {

  /** How long the server may take to connect, and again until its answer begins. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private RemoteFile() {}

  /**
   * The bytes at {@code uri}; follows redirects, but none from {@code https} to {@code http}.
   *
   * @throws IOException if there is no answer in time, it is not 200, or it is too large
   */
  static byte[] read(URI uri, ReadLimits limits) throws IOException {
    HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    try {
      HttpResponse<InputStream> answer =
          client.send(
              HttpRequest.newBuilder(uri).timeout(PATIENCE).GET().build(),
              BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        if (answer.statusCode() != 200) {
          throw new IOException("the server answers with status " + answer.statusCode());
        }
        return limits.read(body, uri.toString());
      }
    } catch (IllegalArgumentException e) {
      throw new IOException("bad URI: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while downloading " + uri, e);
    }
  }
}
