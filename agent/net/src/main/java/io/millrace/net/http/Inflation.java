package io.millrace.net.http;

import io.millrace.event.ByteSlice;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/** Undoes the {@code Content-Encoding} of a body, up to a size. */
final class Inflation {
  private Inflation() {}

  /** What came out, or the status to refuse the request with. */
  record Result(ByteSlice body, int refusal, String reason) {
    private static Result refused(int status, String reason) {
      return new Result(ByteSlice.EMPTY, status, reason);
    }

    boolean ok() {
      return refusal == 0;
    }
  }

  static Result inflate(ByteSlice body, Optional<String> encoding, int limit) {
    String name = encoding.orElse("").strip().toLowerCase(Locale.ROOT);
    return switch (name) {
      case "", "identity" -> new Result(body, 0, "");
      case "gzip", "x-gzip" -> inflate(body, limit, name, GZIPInputStream::new);
      case "deflate" -> inflate(body, limit, name, InflaterInputStream::new);
      default ->
          Result.refused(
              415, "Content-Encoding " + name + " is unknown, expected gzip, deflate or identity");
    };
  }

  @FunctionalInterface
  private interface Opener {
    InputStream open(InputStream in) throws IOException;
  }

  private static Result inflate(ByteSlice body, int limit, String name, Opener opener) {
    InputStream packed = new ByteArrayInputStream(body.array(), body.offset(), body.length());
    try (InputStream in = opener.open(packed)) {
      byte[] bytes = in.readNBytes(limit);
      return in.read() < 0
          ? new Result(ByteSlice.of(bytes, 0, bytes.length), 0, "")
          : Result.refused(413, "The body inflates to more than " + limit + " bytes");
    } catch (IOException e) {
      return Result.refused(400, "The body is not valid " + name + ": " + e.getMessage());
    }
  }
}
