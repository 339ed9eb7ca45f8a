package io.millrace.engine.buffer;

import io.millrace.api.UnrecoverableException;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;

/**
 * The plain bytes of a compressed chunk. Damage, and more bytes than allowed, make the chunk one
 * that no retry helps.
 */
final class InflatedStream extends FilterInputStream {
  private final String chunk;
  private final long limit;
  private long count;

  InflatedStream(InputStream in, String chunk, long limit) {
    super(in);
    this.chunk = chunk;
    this.limit = limit;
  }

  /** Reading from a decompressor. */
  private interface Read {
    int run() throws IOException;
  }

  /** Runs {@code read}; what says that the bytes are damaged becomes unrecoverable. */
  private int guard(Read read) throws IOException {
    try {
      return read.run();
    } catch (ZipException | EOFException e) {
      throw new UnrecoverableException(
          "chunk " + chunk + " cannot be inflated, its file is damaged: " + e.getMessage(), e);
    }
  }

  @Override
  public int read() throws IOException {
    int value = guard(super::read);
    count(value < 0 ? 0 : 1);
    return value;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int n = guard(() -> super.read(target, offset, length));
    count(Math.max(n, 0));
    return n;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void count(long bytes) {
    count += bytes;
    if (count > limit) {
      throw new UnrecoverableException(
          "chunk "
              + chunk
              + " inflates to more than decompression_size_limit="
              + limit
              + " bytes; raise the limit in <buffer> and put the chunk back");
    }
  }
}
