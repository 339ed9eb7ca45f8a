package io.millrace.devstack.quickstart;

import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Asks Elasticsearch for the documents in each index whose name fits a pattern. */
final class Indices {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final URI elasticsearch;
  private final String pattern;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(LIMIT).proxy(ProxySelector.of(null)).build();

  /**
   * An index.
   *
   * @param name its name
   * @param documents documents in it
   */
  record Index(String name, long documents) {}

  Indices(URI elasticsearch, String pattern) {
    this.elasticsearch = elasticsearch;
    this.pattern = pattern;
  }

  /**
   * Makes what was written visible and counts it.
   *
   * @return by name; empty when there is no such index yet
   * @throws IOException when Elasticsearch does not answer
   */
  List<Index> list() throws IOException, InterruptedException {
    get("/" + pattern + "/_refresh");
    return parse(get("/_cat/indices/" + pattern + "?h=index,docs.count&s=index"));
  }

  static List<Index> parse(String table) {
    return Arrays.stream(table.split("\n"))
        .map(row -> row.strip().split(" +"))
        .filter(columns -> columns.length == 2)
        .map(columns -> new Index(columns[0], Long.parseLong(columns[1])))
        .toList();
  }

  private String get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(elasticsearch.resolve(path)).timeout(LIMIT).build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException("GET " + path + " answered " + answer.statusCode());
    }
    return answer.body();
  }
}
