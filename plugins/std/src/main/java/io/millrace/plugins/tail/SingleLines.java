package io.millrace.plugins.tail;

import io.millrace.event.ByteSlice;

/** Each line is a text of its own. */
final class SingleLines implements Assembly {
  private final LineParser parser;
  private long settled;

  SingleLines(LineParser parser) {
    this.parser = parser;
  }

  @Override
  public void line(ByteSlice line, long next) {
    parser.parse(line);
    settled = next;
  }

  @Override
  public void skip(long next) {
    settled = next;
  }

  @Override
  public long settled() {
    return settled;
  }

  @Override
  public void seek(long offset) {
    settled = offset;
  }

  @Override
  public void flush() {
    // no line waits for another
  }

  @Override
  public void flushIfIdle(long nowNanos) {
    // no line waits for another
  }
}
