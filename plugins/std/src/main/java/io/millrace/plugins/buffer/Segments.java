package io.millrace.plugins.buffer;

import io.millrace.api.ChunkMemory;
import io.millrace.event.ByteSlice;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bytes in a row of arrays: growing never copies what is there, and a third of them at most is room
 * not used yet, or one kilobyte. Not safe for use by several threads while it grows.
 *
 * <p>Large arrays come from a {@link SegmentPool} and go back there with {@link #release}, unless a
 * reader is still open: a delivery that was given up may go on reading, and must not see the bytes
 * of another chunk. Then the arrays are left to the collector.
 */
final class Segments {
  private static final int FIRST = 1024;
  private static final int GONE = -1;

  private final List<byte[]> arrays = new ArrayList<>();
  private final SegmentPool pool;

  /** Open readers, or {@link #GONE}. */
  private final AtomicInteger readers = new AtomicInteger();

  private int inLast;
  private long size;

  /** Nothing yet. */
  Segments(SegmentPool pool) {
    this.pool = pool;
  }

  long size() {
    return size;
  }

  void append(byte[] source, int offset, int length) {
    int from = offset;
    int left = length;
    while (left > 0) {
      if (arrays.isEmpty() || inLast == last().length) {
        arrays.add(next());
        inLast = 0;
      }
      int n = Math.min(left, last().length - inLast);
      System.arraycopy(source, from, last(), inLast, n);
      inLast += n;
      from += n;
      left -= n;
      size += n;
    }
  }

  private byte[] last() {
    return arrays.get(arrays.size() - 1);
  }

  private byte[] next() {
    long length = Math.max(FIRST, size / 2);
    return length < SegmentPool.LENGTH ? new byte[(int) length] : pool.take();
  }

  /** Lets go of the bytes; a reader that is open keeps them. */
  void release() {
    if (readers.compareAndSet(0, GONE)) {
      pool.give(arrays);
      arrays.clear();
      size = 0;
      inLast = 0;
    }
  }

  /** Cuts to {@code size} bytes. */
  void truncate(long size) {
    while (this.size > size) {
      long before = this.size - inLast;
      if (before >= size && !arrays.isEmpty()) {
        pool.give(List.of(arrays.remove(arrays.size() - 1)));
        this.size = before;
        inLast = arrays.isEmpty() ? 0 : last().length;
      } else {
        inLast = (int) (size - before);
        this.size = size;
      }
    }
  }

  /**
   * A stream over the first {@code length} bytes.
   *
   * @throws IOException if they were {@linkplain #release released}
   */
  InputStream open(long length) throws IOException {
    addReader();
    return new Reader(length);
  }

  /**
   * The first {@code length} bytes where they lie.
   *
   * @throws IOException if they were {@linkplain #release released}
   */
  ChunkMemory lend(long length) throws IOException {
    addReader();
    return new Loan(ranges(length));
  }

  private void addReader() throws IOException {
    if (readers.getAndUpdate(open -> open == GONE ? GONE : open + 1) == GONE) {
      throw new IOException("the chunk was purged: it is not in memory any more");
    }
  }

  private List<ByteSlice> ranges(long length) {
    List<ByteSlice> ranges = new ArrayList<>(arrays.size());
    long left = length;
    for (int i = 0; left > 0; i++) {
      int n = (int) Math.min(left, arrays.get(i).length);
      ranges.add(ByteSlice.of(arrays.get(i), 0, n));
      left -= n;
    }
    return ranges;
  }

  /** A reader that was given the arrays. */
  private final class Loan implements ChunkMemory {
    private final List<ByteSlice> ranges;
    private final AtomicBoolean closed = new AtomicBoolean();

    Loan(List<ByteSlice> ranges) {
      this.ranges = List.copyOf(ranges);
    }

    @Override
    public List<ByteSlice> ranges() {
      return ranges;
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        readers.decrementAndGet();
      }
    }
  }

  private final class Reader extends InputStream {
    private long left;
    private int array;
    private int at;
    private boolean closed;

    Reader(long length) {
      left = length;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      checkOpen();
      if (length == 0) {
        return 0;
      }
      if (left == 0) {
        return -1;
      }
      byte[] source = current();
      int n = (int) Math.min(left, Math.min(length, source.length - at));
      System.arraycopy(source, at, target, offset, n);
      at += n;
      left -= n;
      return n;
    }

    private void checkOpen() throws IOException {
      if (closed) {
        throw new IOException("the stream is closed");
      }
    }

    private byte[] current() {
      if (at == arrays.get(array).length) {
        array++;
        at = 0;
      }
      return arrays.get(array);
    }

    @Override
    public long transferTo(OutputStream out) throws IOException {
      checkOpen();
      long moved = 0;
      while (left > 0) {
        byte[] source = current();
        int n = (int) Math.min(left, source.length - at);
        out.write(source, at, n);
        at += n;
        left -= n;
        moved += n;
      }
      return moved;
    }

    @Override
    public int available() {
      return closed ? 0 : (int) Math.min(left, Integer.MAX_VALUE);
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        readers.decrementAndGet();
      }
    }
  }
}
