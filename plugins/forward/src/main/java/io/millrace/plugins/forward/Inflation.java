package io.millrace.plugins.forward;

import io.millrace.event.ByteSlice;
import io.millrace.event.MalformedPackException;
import io.millrace.event.Zstd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;

/**
 * Decompresses payloads, each up to a limit and all at once up to the memory set aside for it: a
 * few kilobytes from outside can become gigabytes here. Safe for use by several threads.
 */
final class Inflation {
  private static final int SEGMENT = 1 << 16;

  private final long limit;
  private final long memory;
  private final AtomicLong held = new AtomicLong();

  /** At most {@code limit} bytes each, and {@code memory} bytes together. */
  Inflation(long limit, long memory) {
    this.limit = limit;
    this.memory = memory;
  }

  /**
   * The content of one or more gzip members or zstd frames. Its length counts against the memory
   * until {@link #release}.
   *
   * @throws MalformedPackException if they are broken, or larger than the limit or the memory that
   *     is left
   */
  ByteSlice inflate(ByteSlice payload, String compression) {
    List<byte[]> segments = new ArrayList<>();
    int size = 0;
    boolean done = false;
    try (InputStream in = open(payload, compression)) {
      while (!done) {
        byte[] segment = new byte[SEGMENT];
        int n = in.readNBytes(segment, 0, SEGMENT);
        reserve(n, size);
        size += n;
        segments.add(segment);
        done = n < SEGMENT;
      }
      return join(segments, size);
    } catch (IOException e) {
      throw new MalformedPackException(
          "not a whole " + compression + " payload: " + e.getMessage());
    } finally {
      if (!done) {
        release(size);
      }
    }
  }

  private static InputStream open(ByteSlice payload, String compression) throws IOException {
    InputStream in = new ByteArrayInputStream(payload.array(), payload.offset(), payload.length());
    return switch (compression) {
      case "gzip" -> new GZIPInputStream(in, 8192);
      case "zstd" -> Zstd.input(in);
      default ->
          throw new MalformedPackException(
              "compression '"
                  + compression
                  + "' is not supported: let the sender use 'compress gzip', 'zstd' or 'text'");
    };
  }

  private void reserve(int bytes, int before) {
    if ((long) before + bytes > limit) {
      throw new MalformedPackException(
          "Decompressed data exceeds limit of " + limit + " bytes: see decompression_size_limit");
    }
    if (held.addAndGet(bytes) > memory) {
      held.addAndGet(-bytes);
      throw new MalformedPackException(
          "Decompressed data of all senders would exceed "
              + memory
              + " bytes, a quarter of the heap: the sender may try again, or give this process more"
              + " memory");
    }
  }

  private static ByteSlice join(List<byte[]> segments, int size) {
    if (segments.size() == 1) {
      return ByteSlice.of(segments.get(0), 0, size);
    }
    byte[] all = new byte[size];
    for (int i = 0; i < segments.size(); i++) {
      int at = i * SEGMENT;
      System.arraycopy(segments.get(i), 0, all, at, Math.min(SEGMENT, size - at));
    }
    return ByteSlice.of(all);
  }

  /** Gives back the memory of {@code bytes} bytes. */
  void release(long bytes) {
    held.addAndGet(-bytes);
  }

  /** Bytes held now. */
  long held() {
    return held.get();
  }
}
