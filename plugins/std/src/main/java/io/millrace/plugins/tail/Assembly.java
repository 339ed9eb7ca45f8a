package io.millrace.plugins.tail;

import io.millrace.event.ByteSlice;

/** Makes texts for the parser of the lines of one file. */
interface Assembly {
  /**
   * Takes a line.
   *
   * @param next offset in the file of the line after it
   */
  void line(ByteSlice line, long next);

  /** A line that is left out ends at {@code next}. */
  void skip(long next);

  /** Offset in the file before which every line was parsed: reading may resume here. */
  long settled();

  /** Starts over at {@code offset}. */
  void seek(long offset);

  /** Parses what waits for more lines that may never come. */
  void flush();

  /** Flushes if no line came for {@code multiline_flush_interval}. */
  void flushIfIdle(long nowNanos);
}
