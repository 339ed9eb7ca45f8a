package io.millrace.event;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A gzip payload kept as received. It is inflated on first look, up to a limit, so that a stream
 * nobody looks into passes untouched.
 */
public final class CompressedEvents implements EventStream {
  /** Most bytes set aside before anything is inflated. */
  private static final int FIRST = 1 << 20;

  private final ByteSlice payload;
  private final int claimed;
  private final long limit;
  private @Nullable PackedEvents inflated; // guarded by this

  /**
   * A payload.
   *
   * @param payload one or more gzip members
   * @param claimed number of events the sender says are in it
   * @param limit most bytes it may inflate to
   */
  public CompressedEvents(ByteSlice payload, int claimed, long limit) {
    this.payload = payload;
    this.claimed = claimed;
    this.limit = limit;
  }

  /** The compressed bytes. */
  public ByteSlice payload() {
    return payload;
  }

  @Override
  public synchronized int count() {
    return inflated == null ? claimed : inflated.count();
  }

  @Override
  public int byteSize() {
    return payload.length();
  }

  @Override
  public synchronized PackedEvents packed() {
    if (inflated == null) {
      inflated = PackedEvents.check(inflate(payload, limit));
    }
    return inflated;
  }

  /**
   * Inflates one or more gzip members.
   *
   * @throws MalformedPackException if they are broken or hold more than {@code limit} bytes
   */
  public static ByteSlice inflate(ByteSlice payload, long limit) {
    ByteArraySink out =
        new ByteArraySink((int) Math.min(limit, Math.min(4L * payload.length(), FIRST)));
    try (GZIPInputStream in =
        new GZIPInputStream(
            new ByteArrayInputStream(payload.array(), payload.offset(), payload.length()), 8192)) {
      while (true) {
        out.reserve(8192);
        int n = in.read(out.array(), out.size(), 8192);
        if (n < 0) {
          return out.slice();
        }
        if (out.size() + (long) n > limit) {
          throw new MalformedPackException(
              "Decompressed data exceeds limit of " + limit + " bytes");
        }
        out.size(out.size() + n);
      }
    } catch (IOException e) {
      throw new MalformedPackException("not a whole gzip payload: " + e.getMessage());
    }
  }
}
