package io.millrace.plugins.http;

import io.millrace.api.Chunk;
import io.millrace.event.Compression;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Collections;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** The body of a request: the bytes of a chunk, streamed where their number is known before. */
final class Body {
  private Body() {}

  /** The chunk as it is, in brackets, or compressed. */
  static BodyPublisher of(Chunk chunk, boolean jsonArray, boolean gzip) throws IOException {
    if (gzip || jsonArray || chunk.compression() != Compression.TEXT || chunk.size() == 0) {
      return BodyPublishers.ofByteArray(bytes(chunk, jsonArray, gzip));
    }
    return BodyPublishers.fromPublisher(
        BodyPublishers.ofInputStream(() -> openUnchecked(chunk)), chunk.size());
  }

  /** The same, all of it. */
  static byte[] bytes(Chunk chunk, boolean jsonArray, boolean gzip) throws IOException {
    try (InputStream in = open(chunk, jsonArray)) {
      if (!gzip) {
        return in.readAllBytes();
      }
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (OutputStream out = new GZIPOutputStream(packed)) {
        in.transferTo(out);
      }
      return packed.toByteArray();
    }
  }

  private static InputStream openUnchecked(Chunk chunk) {
    try {
      return chunk.open();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read chunk " + chunk.id(), e);
    }
  }

  /** Records of an array end in a comma each; the last one is a bracket instead. */
  private static InputStream open(Chunk chunk, boolean jsonArray) throws IOException {
    if (!jsonArray) {
      return chunk.open();
    }
    byte[] records;
    try (InputStream in = chunk.open()) {
      records = in.readAllBytes();
    }
    int length = Math.max(0, records.length - 1);
    return new SequenceInputStream(
        Collections.enumeration(
            List.of(
                new ByteArrayInputStream(new byte[] {'['}),
                new ByteArrayInputStream(records, 0, length),
                new ByteArrayInputStream(new byte[] {']'}))));
  }
}
