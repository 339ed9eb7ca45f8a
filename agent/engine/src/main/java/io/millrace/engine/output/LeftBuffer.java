package io.millrace.engine.output;

import io.millrace.engine.buffer.BufferContent;
import io.millrace.engine.flush.Retries;
import java.util.Optional;

/**
 * What the pipe of an output leaves to the pipe of the same output in the next graph.
 *
 * @param content chunks in memory; those in files are found in their files
 * @param retries the retry it was in; empty if it never ran
 */
public record LeftBuffer(BufferContent content, Optional<Retries> retries) {
  static final LeftBuffer NOTHING = new LeftBuffer(BufferContent.NONE, Optional.empty());
}
