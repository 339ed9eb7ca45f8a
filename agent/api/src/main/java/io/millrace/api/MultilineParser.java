package io.millrace.api;

import io.millrace.event.ByteSlice;

/**
 * A parser whose events may span several lines. Who reads line by line collects lines for it: with
 * a first-line rule until the next first line, without one until {@link #parse} matches.
 *
 * <p>Source: Fluentd's tail input with a multiline parser.
 */
public interface MultilineParser extends Parser {
  /** Whether it can tell the first line of an event. */
  boolean hasFirstLine();

  /** Whether {@code line} starts an event; asked only if {@link #hasFirstLine}. */
  boolean isFirstLine(ByteSlice line);
}
