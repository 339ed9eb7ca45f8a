package io.millrace.plugins.aws.s3;

import io.millrace.api.Chunk;
import java.io.IOException;
import org.slf4j.Logger;

/** Tries one compressor and, if it fails, another that makes the same kind of object. */
record FallbackCompressor(Compressor first, Compressor second, Logger log) implements Compressor {
  @Override
  public String extension() {
    return first.extension();
  }

  @Override
  public String contentType() {
    return first.contentType();
  }

  @Override
  public ObjectBody compress(Chunk chunk) throws IOException {
    try {
      return first.compress(chunk);
    } catch (IOException e) {
      log.warn("compressing in this process instead: {}", e.toString());
      return second.compress(chunk);
    }
  }
}
