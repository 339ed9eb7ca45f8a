package io.millrace.net.http;

import io.millrace.event.ByteSlice;
import io.millrace.event.Zstd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/**
 * Undoes the {@code Content-Encoding} of a body, up to a size: a few kilobytes from outside can
 * become gigabytes here.
 */
public final class Inflation {
  private static final int SEGMENT = 1 << 16;

  private Inflation() {}

  /**
   * What came out, or the status to refuse the request with.
   *
   * @param body what came out
   * @param refusal 0 if all is well; 400 if the body is broken, 413 if it is too long, 415 if the
   *     encoding is unknown, 503 if there is no memory for it now
   * @param reason of the refusal
   */
  public record Result(ByteSlice body, int refusal, String reason) {
    private static Result refused(int status, String reason) {
      return new Result(ByteSlice.EMPTY, status, reason);
    }

    /** Whether it is not refused. */
    public boolean ok() {
      return refusal == 0;
    }
  }

  /**
   * Inflates {@code body}.
   *
   * @param encoding value of the header; none leaves the body as it is
   * @param limit longest result in bytes
   * @param reserve asked for memory before it is used; what it has given is the caller's to give
   *     back
   */
  public static Result inflate(
      ByteSlice body, Optional<String> encoding, long limit, LongPredicate reserve) {
    String name = encoding.orElse("").strip().toLowerCase(Locale.ROOT);
    return switch (name) {
      case "", "identity" -> new Result(body, 0, "");
      case "gzip", "x-gzip" -> inflate(body, limit, reserve, name, GZIPInputStream::new);
      case "deflate" -> inflate(body, limit, reserve, name, InflaterInputStream::new);
      case "zstd" -> inflate(body, limit, reserve, name, Zstd::input);
      default ->
          Result.refused(
              415,
              "Content-Encoding " + name + " is unknown, expected gzip, deflate, zstd or identity");
    };
  }

  @FunctionalInterface
  private interface Opener {
    InputStream open(InputStream in) throws IOException;
  }

  private static Result inflate(
      ByteSlice body, long limit, LongPredicate reserve, String name, Opener opener) {
    InputStream packed = new ByteArrayInputStream(body.array(), body.offset(), body.length());
    List<byte[]> segments = new ArrayList<>();
    long size = 0;
    try (InputStream in = opener.open(packed)) {
      int read = SEGMENT;
      while (read == SEGMENT) {
        byte[] segment = new byte[SEGMENT];
        read = in.readNBytes(segment, 0, SEGMENT);
        size += read;
        if (size > limit) {
          return Result.refused(413, "The body inflates to more than " + limit + " bytes");
        }
        if (!reserve.test(2L * read)) { // once in its segment, once where they are joined
          return Result.refused(503, "There is no memory for the body now: try again later");
        }
        segments.add(segment);
      }
      return new Result(join(segments, (int) size), 0, "");
    } catch (IOException | RuntimeException e) { // whatever a decoder makes of hostile bytes
      return Result.refused(400, "The body is not valid " + name + ": " + e.getMessage());
    }
  }

  private static ByteSlice join(List<byte[]> segments, int size) {
    byte[] all = new byte[size];
    for (int i = 0; i < segments.size(); i++) {
      int at = i * SEGMENT;
      System.arraycopy(segments.get(i), 0, all, at, Math.min(SEGMENT, size - at));
    }
    return ByteSlice.of(all);
  }
}
