package io.millrace.plugins.formatter;

import io.millrace.api.Param;
import io.millrace.event.ByteArraySink;

/** How formatters of text end an event. */
public record LineEnd(
    @Param(doc = "Whether each event ends with a line end.", def = "true") boolean addNewline,
    @Param(doc = "The line end: lf or crlf.", def = "lf") Newline newline) {
  /** A line feed. */
  static final LineEnd DEFAULT = new LineEnd(true, Newline.LF);

  void write(ByteArraySink out) {
    if (addNewline) {
      newline.write(out);
    }
  }
}
