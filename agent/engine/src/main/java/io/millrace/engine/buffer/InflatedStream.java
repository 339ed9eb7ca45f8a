package io.millrace.engine.buffer;

import io.millrace.api.UnrecoverableException;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;

/**
 * The plain bytes of a compressed chunk. Damage, and more bytes than allowed, make the chunk one
 * that no retry helps. Read all at once they must fit into a part of the heap, however much is
 * allowed: a chunk may hold what strangers compressed, and kilobytes of that can be gigabytes.
 */
final class InflatedStream extends FilterInputStream {
  private final String chunk;
  private final long limit;
  private final long atOnce;
  private long count;

  /** At most {@code limit} bytes, and at once a quarter of the heap: joining doubles them. */
  InflatedStream(InputStream in, String chunk, long limit) {
    this(in, chunk, limit, Runtime.getRuntime().maxMemory() / 4);
  }

  /** At most {@code limit} bytes, and {@code atOnce} in one array. */
  InflatedStream(InputStream in, String chunk, long limit, long atOnce) {
    super(in);
    this.chunk = chunk;
    this.limit = limit;
    this.atOnce = Math.min(atOnce, Integer.MAX_VALUE - 16);
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
  public byte[] readAllBytes() throws IOException {
    byte[] all = readNBytes((int) atOnce + 1);
    if (all.length > atOnce) {
      throw new UnrecoverableException(
          "chunk "
              + chunk
              + " inflates to more than "
              + atOnce
              + " bytes, a quarter of the heap, and the output needs all at once; give this process"
              + " more memory, or set a smaller chunk_limit_size, and put the chunk back");
    }
    return all;
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
