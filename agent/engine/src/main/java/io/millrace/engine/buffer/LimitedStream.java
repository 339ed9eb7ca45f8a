package io.millrace.engine.buffer;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;

/** A stream that throws when it yields more bytes than allowed. */
final class LimitedStream extends FilterInputStream {
  private final Supplier<? extends RuntimeException> exceeded;
  private long left;

  LimitedStream(InputStream in, long limit, Supplier<? extends RuntimeException> exceeded) {
    super(in);
    this.left = limit;
    this.exceeded = exceeded;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    count(value < 0 ? 0 : 1);
    return value;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int n = super.read(target, offset, length);
    count(Math.max(n, 0));
    return n;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void count(long bytes) {
    left -= bytes;
    if (left < 0) {
      throw exceeded.get();
    }
  }
}
