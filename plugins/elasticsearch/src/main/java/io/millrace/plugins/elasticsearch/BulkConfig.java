package io.millrace.plugins.elasticsearch;

import io.millrace.api.Param;
import io.millrace.api.Size;
import java.util.List;
import java.util.Optional;
import java.util.zip.Deflater;

/** How requests are cut and packed, and what their answers mean. */
public record BulkConfig(
    @Param(
            doc =
                "Bytes of a request before compression; a single larger document goes alone. Below"
                    + " 0 it is 16m.",
            def = "-1")
        Size bulkMessageRequestThreshold,
    @Param(
            doc =
                "Compression of requests: no_compression, best_speed, default_compression or"
                    + " best_compression.",
            def = "no_compression")
        CompressionLevel compressionLevel,
    @Param(doc = "Content type of requests: application/x-ndjson or application/json.")
        Optional<String> contentType,
    @Param(doc = "Whether the index is in the URL of a request.", def = "false")
        boolean includeIndexInUrl,
    @Param(
            doc = "Error types of single documents that are tried again whatever their status.",
            def = "out_of_memory_error,es_rejected_execution_exception")
        List<String> unrecoverableErrorTypes) {
  /** Above it servers and proxies begin to refuse, and memory for one request adds up. */
  private static final long DEFAULT_THRESHOLD = 16L << 20;

  /** Compression of requests. */
  public enum CompressionLevel {
    /** As they are. */
    NO_COMPRESSION(Deflater.NO_COMPRESSION),
    /** Gzip, fast. */
    BEST_SPEED(Deflater.BEST_SPEED),
    /** Gzip, in between. */
    DEFAULT_COMPRESSION(Deflater.DEFAULT_COMPRESSION),
    /** Gzip, small. */
    BEST_COMPRESSION(Deflater.BEST_COMPRESSION);

    private final int level;

    CompressionLevel(int level) {
      this.level = level;
    }

    /** Level of {@link Deflater}. */
    int level() {
      return level;
    }
  }

  /** Checks the content type. */
  public BulkConfig {
    unrecoverableErrorTypes = List.copyOf(unrecoverableErrorTypes);
    contentType.ifPresent(
        type -> {
          if (!List.of("application/json", "application/x-ndjson").contains(type)) {
            throw new IllegalArgumentException(
                "content_type must be application/json or application/x-ndjson, not " + type);
          }
        });
  }

  /** The same with the index in the URL. */
  BulkConfig withIndexInUrl() {
    return new BulkConfig(
        bulkMessageRequestThreshold, compressionLevel, contentType, true, unrecoverableErrorTypes);
  }

  /** Bytes of a request, before compression. */
  long threshold() {
    long bytes = bulkMessageRequestThreshold.bytes();
    return bytes < 0 ? DEFAULT_THRESHOLD : bytes;
  }
}
