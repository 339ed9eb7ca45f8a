package io.millrace.plugins.buffer;

import io.millrace.event.MalformedPackException;
import io.millrace.event.Pack;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * How much of a stream of packed events is whole: a process that was killed may have torn the last
 * one.
 *
 * @param bytes length of the whole events
 * @param count their number
 */
record WholeEvents(long bytes, int count) {
  private static final int WINDOW = 1 << 20;

  /** Reads {@code stream} through a window that grows to the largest event, and closes it. */
  static WholeEvents of(InputStream stream) throws IOException {
    byte[] window = new byte[WINDOW];
    long whole = 0;
    int count = 0;
    int held = 0;
    try (InputStream in = stream) {
      while (true) {
        int n = in.readNBytes(window, held, window.length - held);
        held += n;
        int at = 0;
        try {
          while (at < held) {
            at = Pack.check(window, at, held);
            count++;
          }
        } catch (MalformedPackException torn) {
          if (n == 0) {
            return new WholeEvents(whole + at, count);
          }
        }
        if (n == 0) {
          return new WholeEvents(whole + at, count);
        }
        whole += at;
        System.arraycopy(window, at, window, 0, held - at);
        held -= at;
        if (held == window.length) {
          window = Arrays.copyOf(window, window.length * 2);
        }
      }
    }
  }
}
