package io.millrace.net.message;

import io.millrace.event.ByteSlice;

/** The ends of lines that senders leave on their messages. */
public final class LineEnds {
  private LineEnds() {}

  /** Without one line end, if there is one: LF, CR LF or CR, as Ruby's {@code chomp} does. */
  public static ByteSlice chomp(ByteSlice text) {
    int length = text.length();
    if (length > 0 && text.at(length - 1) == '\n') {
      boolean crlf = length > 1 && text.at(length - 2) == '\r';
      return text.slice(0, length - (crlf ? 2 : 1));
    }
    return length > 0 && text.at(length - 1) == '\r' ? text.slice(0, length - 1) : text;
  }
}
