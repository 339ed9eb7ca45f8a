package io.millrace.plugins.buffer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes in a row of arrays: growing never copies what is there, and a small chunk takes little. Not
 * safe for use by several threads while it grows.
 */
final class Segments {
  private static final int FIRST = 1024;
  private static final int LARGEST = 64 * 1024;

  private final List<byte[]> arrays = new ArrayList<>();
  private int inLast;
  private long size;

  long size() {
    return size;
  }

  void append(byte[] source, int offset, int length) {
    int from = offset;
    int left = length;
    while (left > 0) {
      if (arrays.isEmpty() || inLast == last().length) {
        arrays.add(new byte[nextLength()]);
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

  private int nextLength() {
    return arrays.isEmpty() ? FIRST : Math.min(LARGEST, 2 * last().length);
  }

  /** Cuts to {@code size} bytes. */
  void truncate(long size) {
    while (this.size > size) {
      long before = this.size - inLast;
      if (before >= size && !arrays.isEmpty()) {
        arrays.remove(arrays.size() - 1);
        this.size = before;
        inLast = arrays.isEmpty() ? 0 : last().length;
      } else {
        inLast = (int) (size - before);
        this.size = size;
      }
    }
  }

  /** A stream over the first {@code length} bytes. */
  InputStream open(long length) {
    return new Reader(length);
  }

  private final class Reader extends InputStream {
    private long left;
    private int array;
    private int at;

    Reader(long length) {
      left = length;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
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

    private byte[] current() {
      if (at == arrays.get(array).length) {
        array++;
        at = 0;
      }
      return arrays.get(array);
    }

    @Override
    public long transferTo(OutputStream out) throws IOException {
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
      return (int) Math.min(left, Integer.MAX_VALUE);
    }
  }
}
