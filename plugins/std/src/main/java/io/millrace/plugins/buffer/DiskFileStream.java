package io.millrace.plugins.buffer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Reads the first bytes of a file. */
final class DiskFileStream extends InputStream {
  private final DiskFile file;
  private final long end;
  private final boolean closes;
  private long at;

  /**
   * Of the first {@code end} bytes of {@code file}.
   *
   * @param closes whether the file is closed with the stream
   */
  DiskFileStream(DiskFile file, long end, boolean closes) {
    this.file = file;
    this.end = end;
    this.closes = closes;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (at == end) {
      return -1;
    }
    int n = file.read(ByteBuffer.wrap(target, offset, (int) Math.min(length, end - at)), at);
    at += Math.max(0, n);
    return n;
  }

  @Override
  public int available() {
    return (int) Math.min(Integer.MAX_VALUE, end - at);
  }

  @Override
  public void close() throws IOException {
    if (closes) {
      file.close();
    }
  }
}
