package io.millrace.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class DevElasticsearchIT {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static DevElasticsearch elasticsearch;

  @BeforeAll
  static void start() {
    elasticsearch =
        DevElasticsearch.start(
            DevElasticsearch.Options.defaults()
                .withSetting("indexing_pressure.memory.limit", "64kb"));
  }

  @AfterAll
  static void close() {
    elasticsearch.close();
  }

  private static HttpResponse<String> bulk(String index, int documents, String message)
      throws Exception {
    String lines =
        ("{\"create\":{\"_index\":\"" + index + "\"}}\n{\"message\":\"" + message + "\"}\n")
            .repeat(documents);
    URI url = elasticsearch.url().resolve("/_bulk");
    return HTTP.send(
        HttpRequest.newBuilder(url)
            .header("Content-Type", "application/x-ndjson")
            .POST(HttpRequest.BodyPublishers.ofString(lines))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void indexesAndCounts() throws Exception {
    assertThat(bulk("count-2026.01.01", 3, "hello").body()).contains("\"errors\":false");

    assertThat(elasticsearch.count("count-*")).isEqualTo(3);
    assertThat(elasticsearch.count("no-such-index")).isZero();
  }

  @Test
  void takesSettingsOfTheNode() throws Exception {
    HttpResponse<String> answer = bulk("pressure", 1, "x".repeat(100_000));

    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.body()).contains("rejected_execution_exception");
  }

  @Test
  void comesUpWithItsDocumentsAfterBeingDown() throws Exception {
    bulk("kept", 2, "hello");
    ProcessHandle first = elasticsearch.handle();

    elasticsearch.goDown();
    assertThat(first.isAlive()).isFalse();
    assertThatThrownBy(() -> bulk("kept", 1, "lost")).isInstanceOf(ConnectException.class);
    elasticsearch.comeUp();

    assertThat(elasticsearch.count("kept")).isEqualTo(2);
  }
}
