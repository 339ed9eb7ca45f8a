package io.millrace.app.command;

import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Lines of a stream, as their bytes are. */
final class ByteLines {
  private static final int MAX_LINE = 64 << 20;

  private final InputStream in;
  private final ByteArraySink line = new ByteArraySink(512);
  private int number;

  /** Of {@code in}, which should be buffered. */
  ByteLines(InputStream in) {
    this.in = in;
  }

  /** The next line without its end; empty where the stream ends. Valid until the next call. */
  Optional<ByteSlice> next() throws IOException {
    line.clear();
    int c = in.read();
    if (c < 0) {
      return Optional.empty();
    }
    number++;
    for (; c >= 0 && c != '\n'; c = in.read()) {
      if (line.size() == MAX_LINE) {
        throw new IOException("line " + number + " is longer than " + MAX_LINE + " bytes");
      }
      line.write(c);
    }
    ByteSlice text = line.slice();
    boolean carriageReturn = !text.isEmpty() && text.at(text.length() - 1) == '\r';
    return Optional.of(carriageReturn ? text.slice(0, text.length() - 1) : text);
  }

  /** Number of the line that {@link #next} answered last, from 1. */
  int number() {
    return number;
  }
}
