package io.millrace.plugins.forward;

import io.millrace.event.ByteSlice;
import io.millrace.event.Compression;
import io.millrace.event.MalformedPackException;
import io.millrace.event.SealedEvents;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Decompresses payloads, each up to a limit and all at once up to the memory set aside for it: a
 * few kilobytes from outside can become gigabytes here. Safe for use by several threads.
 */
final class Inflation {
  private static final int SEGMENT = 1 << 16;

  /** Shortest and longest array that is taken before anything is inflated. */
  private static final int SHORTEST_FIRST = 1 << 12;

  private static final int LONGEST_FIRST = 1 << 22;

  private final long limit;
  private final long memory;
  private final AtomicLong held = new AtomicLong();

  /** How far payloads of late inflated, and some room: a guess at the next one's length. */
  private volatile double growth = 4;

  /** At most {@code limit} bytes each, and {@code memory} bytes together. */
  Inflation(long limit, long memory) {
    this.limit = limit;
    this.memory = memory;
  }

  /** What one message takes of the memory, from the first look into it to its end. */
  final class Lease implements SealedEvents.Opener {
    private long taken; // guarded by this
    private boolean ended; // guarded by this

    private Lease() {}

    /**
     * The plain bytes of a payload. Their number counts against the memory until {@link #end}; not
     * at all if that was before.
     *
     * @throws MalformedPackException if they are broken, or larger than the limit or the memory
     *     that is left
     */
    @Override
    public synchronized ByteSlice open(ByteSlice payload, Compression compression) {
      if (compression == Compression.TEXT) {
        return payload;
      }
      ByteSlice plain = inflate(payload, compression);
      taken += plain.length();
      if (ended) {
        end();
      }
      return plain;
    }

    /** Gives the memory back: the events are safe, or refused. */
    synchronized void end() {
      ended = true;
      held.addAndGet(-taken);
      taken = 0;
    }
  }

  /** For one message; to be {@linkplain Lease#end ended}. */
  Lease lease() {
    return new Lease();
  }

  /** The content of one or more gzip members or zstd frames; its length is reserved. */
  private ByteSlice inflate(ByteSlice payload, Compression compression) {
    List<byte[]> segments = new ArrayList<>();
    int size = 0;
    boolean done = false;
    try (InputStream in = plain(payload, compression)) {
      for (int next = guess(payload); !done; next = SEGMENT) {
        byte[] segment = new byte[next];
        int n = in.readNBytes(segment, 0, next);
        reserve(n, size);
        size += n;
        segments.add(segment);
        done = n < next;
      }
      growth = Math.max(1.1 * size / Math.max(1, payload.length()), 0.9 * growth);
      return join(segments, size);
    } catch (IOException e) {
      throw new MalformedPackException(
          "not a whole "
              + compression.name().toLowerCase(Locale.ROOT)
              + " payload: "
              + e.getMessage());
    } finally {
      if (!done) {
        held.addAndGet(-size);
      }
    }
  }

  private int guess(ByteSlice payload) {
    long bytes = Math.min((long) (growth * payload.length()), limit);
    return (int) Math.max(SHORTEST_FIRST, Math.min(bytes, LONGEST_FIRST));
  }

  private static InputStream plain(ByteSlice payload, Compression compression) throws IOException {
    return compression.inflate(
        new ByteArrayInputStream(payload.array(), payload.offset(), payload.length()));
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

  /** One array of all bytes, and few more. */
  private static ByteSlice join(List<byte[]> segments, int size) {
    byte[] first = segments.get(0);
    if (segments.size() == 1 && first.length - size <= size / 4) {
      return ByteSlice.of(first, 0, size);
    }
    byte[] all = new byte[size];
    int at = 0;
    for (byte[] segment : segments) {
      int n = Math.min(segment.length, size - at);
      System.arraycopy(segment, 0, all, at, n);
      at += n;
    }
    return ByteSlice.of(all);
  }

  /** Bytes held now. */
  long held() {
    return held.get();
  }
}
