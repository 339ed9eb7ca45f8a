package io.millrace.plugins.buffer;

import io.millrace.event.MalformedPackException;
import io.millrace.event.Pack;
import io.millrace.event.PackedEvents;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How much of a stream of MessagePack is whole: a process that was killed may have torn the last
 * event, and a disk may have harmed any.
 *
 * @param bytes length of the whole events
 * @param count their number
 * @param damaged whether what follows them is not the beginning of another event
 */
record WholeEvents(long bytes, int count, boolean damaged) {
  private static final int WINDOW = 1 << 20;

  /** An array cannot be larger. */
  private static final long LARGEST = Integer.MAX_VALUE - 8;

  /** Checks one value. */
  private interface Check {
    int end(byte[] array, int at, int end);
  }

  /** The entries {@code [time, record]} in {@code file}. */
  static WholeEvents of(Path file) throws IOException {
    return scan(Files.newInputStream(file), Files.size(file), PackedEvents::checkEntry);
  }

  /** The values in {@code stream}, whatever they are; closes it. */
  static WholeEvents values(InputStream stream) throws IOException {
    return scan(stream, LARGEST, Pack::check);
  }

  /**
   * Reads through a window that grows to the largest event, as long as the {@code length} of the
   * stream makes its claim possible.
   */
  private static WholeEvents scan(InputStream stream, long length, Check check) throws IOException {
    byte[] window = new byte[(int) Math.min(WINDOW, length + 1)];
    long whole = 0;
    int count = 0;
    int held = 0;
    try (InputStream in = stream) {
      while (true) {
        int n = in.readNBytes(window, held, window.length - held);
        held += n;
        int at = 0;
        long missing = 0;
        try {
          while (at < held) {
            at = check.end(window, at, held);
            count++;
          }
        } catch (MalformedPackException incomplete) {
          missing = incomplete.missing();
          if (missing == 0) {
            return new WholeEvents(whole + at, count, true);
          }
        }
        whole += at;
        held -= at;
        long wanted = held + missing;
        if (n == 0 || wanted > Math.min(length - whole, LARGEST)) {
          return new WholeEvents(whole, count, false);
        }
        byte[] larger = wanted > window.length ? new byte[grown(window, wanted)] : window;
        System.arraycopy(window, at, larger, 0, held);
        window = larger;
      }
    }
  }

  private static int grown(byte[] window, long wanted) {
    return (int) Math.min(LARGEST, Math.max(wanted, 2L * window.length));
  }
}
