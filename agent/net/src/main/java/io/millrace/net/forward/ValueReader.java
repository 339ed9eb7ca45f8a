package io.millrace.net.forward;

import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.MalformedPackException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Cuts a stream of bytes into MessagePack values. It reads what the stream has, never waits for
 * more than one value needs, and holds one value besides what was read with it. Not safe for use by
 * several threads.
 */
public final class ValueReader {
  private static final int BLOCK = 8192;

  private final InputStream in;
  private final int limit;
  private final MessageScanner scanner = new MessageScanner();
  private final ByteArraySink received = new ByteArraySink(BLOCK);
  private int start;

  /**
   * Reads {@code in}.
   *
   * @param limit most bytes of one value
   */
  public ValueReader(InputStream in, int limit) {
    this.in = in;
    this.limit = limit;
  }

  /**
   * The next value; empty where the stream ends. Its bytes are valid until the next call.
   *
   * @throws EOFException if the stream ends inside a value
   * @throws MalformedPackException if a value is no MessagePack, nests too deep, or is longer than
   *     the limit
   */
  public Optional<ByteSlice> next() throws IOException {
    if (!scanner.isInside()) {
      scanner.begin(start);
    }
    while (!scanner.scan(received.array(), received.size())) {
      if (received.size() - start + scanner.claimed() > limit) {
        throw new MalformedPackException("a value of more than " + limit + " bytes");
      }
      if (!fill()) {
        if (received.size() == start) {
          return Optional.empty();
        }
        throw new EOFException(
            "ends " + (received.size() - start) + " bytes into a MessagePack value");
      }
    }
    ByteSlice value = ByteSlice.of(received.array(), start, scanner.position() - start);
    start = scanner.position();
    return Optional.of(value);
  }

  /** Reads once; false at the end of the stream. */
  private boolean fill() throws IOException {
    if (start > 0) {
      int rest = received.size() - start;
      System.arraycopy(received.array(), start, received.array(), 0, rest);
      received.size(rest);
      scanner.moveTo(scanner.position() - start);
      start = 0;
    }
    received.reserve(BLOCK);
    int n = in.read(received.array(), received.size(), BLOCK);
    received.size(received.size() + Math.max(n, 0));
    return n >= 0;
  }
}
