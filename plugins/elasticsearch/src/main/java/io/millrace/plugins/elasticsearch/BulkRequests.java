package io.millrace.plugins.elasticsearch;

import io.millrace.event.ByteArraySink;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.apache.http.HttpEntity;
import org.apache.http.entity.ContentType;
import org.apache.http.nio.entity.NByteArrayEntity;
import org.elasticsearch.client.Request;

/**
 * Sends the items of a {@link BulkBody}. Knows how large a request may be: the configured
 * threshold, or less once the server refused one. Safe for use by several threads.
 */
final class BulkRequests {
  private static final String NDJSON = "application/x-ndjson";

  /** All that is read of an answer; without it an answer is longer than many requests. */
  private static final String FILTER = "errors,items.*.status,items.*.error";

  private final BulkConfig config;
  private final AtomicLong threshold;
  private final ContentType contentType;

  BulkRequests(BulkConfig config) {
    this.config = config;
    this.threshold = new AtomicLong(config.threshold());
    this.contentType = ContentType.create(config.contentType().orElse(NDJSON));
  }

  /** Bytes of a request that holds more than one document, before compression. */
  long threshold() {
    return threshold.get();
  }

  /** The server refused a request of {@code bytes}: later ones are half as large. */
  void tooLarge(long bytes) {
    threshold.accumulateAndGet(Math.max(1, bytes / 2), Math::min);
  }

  /**
   * Sends the items {@code [from, to)}.
   *
   * @param index the index in the URL, if the configuration wants one there
   * @throws IOException if there is no answer
   */
  Answer send(Cluster cluster, String index, BulkBody body, int from, int to) throws IOException {
    Request request =
        new Request(
            "POST",
            config.includeIndexInUrl()
                ? "/" + URLEncoder.encode(index, StandardCharsets.UTF_8) + "/_bulk"
                : "/_bulk");
    request.addParameter("filter_path", FILTER);
    request.setEntity(entity(body.array(), body.start(from), body.start(to) - body.start(from)));
    return cluster.send(request);
  }

  private HttpEntity entity(byte[] bytes, int offset, int length) throws IOException {
    if (config.compressionLevel() == BulkConfig.CompressionLevel.NO_COMPRESSION) {
      return new NByteArrayEntity(bytes, offset, length, contentType);
    }
    ByteArraySink packed = new ByteArraySink(length / 4 + 64);
    try (OutputStream gzip = new Gzip(new SinkStream(packed), config.compressionLevel().level())) {
      gzip.write(bytes, offset, length);
    }
    NByteArrayEntity entity = new NByteArrayEntity(packed.array(), 0, packed.size(), contentType);
    entity.setContentEncoding("gzip");
    return entity;
  }

  /** What a refused request means to a user. */
  static String refusal(Answer answer) {
    String advice =
        switch (answer.status()) {
          case 401 -> "; check user, password and api_key";
          case 403 -> "; check that the user may write to and create the index";
          case 404 -> "; check that host, port and path lead to Elasticsearch";
          case 429 -> "; it is overloaded: fewer flush threads, or more nodes, would help";
          default -> "";
        };
    return "Elasticsearch refused a bulk request: " + answer.error() + advice;
  }

  /** Gzip of a chosen level. */
  private static final class Gzip extends GZIPOutputStream {
    Gzip(OutputStream out, int level) throws IOException {
      super(out, 8192);
      def.setLevel(level);
    }
  }

  /** A stream into a sink. */
  private static final class SinkStream extends OutputStream {
    private final ByteArraySink sink;

    SinkStream(ByteArraySink sink) {
      this.sink = sink;
    }

    @Override
    public void write(int value) {
      sink.write(value);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      sink.write(bytes, offset, length);
    }
  }
}
