package io.millrace.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Reads back, from a destination, the numbers of the events in it and how often each is there. */
final class Numbers {
  private static final Pattern NUMBER = Pattern.compile("\"n\":(\\d+)[,}]");
  private static final Pattern SCROLL = Pattern.compile("\"_scroll_id\":\"([^\"]+)\"");
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private Numbers() {}

  /** Of the compressed objects in {@code folder}, where the S3 server keeps them as files. */
  static Map<Integer, Integer> inObjects(Path folder) throws IOException {
    Map<Integer, Integer> numbers = new HashMap<>();
    if (!Files.isDirectory(folder)) {
      return numbers;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".gz")).toList()) {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
          count(new String(in.readAllBytes(), StandardCharsets.UTF_8), numbers);
        }
      }
    }
    return numbers;
  }

  /** Of the files in {@code folder}. */
  static Map<Integer, Integer> inFiles(Path folder) throws IOException {
    Map<Integer, Integer> numbers = new HashMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        count(Files.readString(file), numbers);
      }
    }
    return numbers;
  }

  /** Of all documents of {@code index}, by scrolling. */
  static Map<Integer, Integer> inIndex(URI elasticsearch, String index) throws Exception {
    Map<Integer, Integer> numbers = new HashMap<>();
    post(elasticsearch.resolve("/" + index + "/_refresh"), "");
    String page =
        post(
            elasticsearch.resolve("/" + index + "/_search?scroll=1m"),
            "{\"size\":10000,\"_source\":[\"n\"]}");
    while (count(page, numbers) > 0) {
      Matcher id = SCROLL.matcher(page);
      assertThat(id.find()).as(page).isTrue();
      page =
          post(
              elasticsearch.resolve("/_search/scroll"),
              "{\"scroll\":\"1m\",\"scroll_id\":\"" + id.group(1) + "\"}");
    }
    return numbers;
  }

  private static String post(URI uri, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  private static int count(String text, Map<Integer, Integer> numbers) {
    int found = 0;
    Matcher matcher = NUMBER.matcher(text);
    while (matcher.find()) {
      numbers.merge(Integer.valueOf(matcher.group(1)), 1, Integer::sum);
      found++;
    }
    return found;
  }
}
