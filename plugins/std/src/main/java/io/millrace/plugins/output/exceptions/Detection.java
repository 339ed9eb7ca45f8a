package io.millrace.plugins.output.exceptions;

import io.millrace.api.PluginContext;
import io.millrace.event.ByteSlice;
import io.millrace.event.RecordPath;
import io.millrace.plugins.held.Usage;
import java.util.Optional;

/**
 * What all {@link Traces} of one output share. Immutable but for {@code usage}.
 *
 * @param message field that holds the lines; empty to look for the usual ones
 * @param stream field whose values tell apart streams of one tag
 * @param maxLines lines that a trace may have; 0 for any number
 * @param maxBytes bytes of text that a trace may have; 0 for any number
 */
record Detection(
    TraceRules rules,
    Optional<RecordPath> message,
    Optional<RecordPath> stream,
    boolean lineBreaks,
    int maxLines,
    long maxBytes,
    Usage usage,
    PluginContext context) {

  /** Whether {@code trace} must end before {@code line}. */
  boolean isTooLong(Trace trace, ByteSlice line) {
    return maxBytes > 0 && (long) trace.textSize() + line.length() > maxBytes;
  }

  /** Whether {@code trace} must end now. */
  boolean isFull(Trace trace) {
    return maxLines > 0 && trace.lines() >= maxLines;
  }
}
