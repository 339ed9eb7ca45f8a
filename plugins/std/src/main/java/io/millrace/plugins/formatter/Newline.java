package io.millrace.plugins.formatter;

import io.millrace.event.ByteArraySink;

/** What ends a line: the {@code newline} parameter. */
public enum Newline {
  /** A line feed. */
  LF,
  /** A carriage return and a line feed. */
  CRLF;

  void write(ByteArraySink out) {
    if (this == CRLF) {
      out.write('\r');
    }
    out.write('\n');
  }
}
