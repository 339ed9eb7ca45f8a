package io.millrace.engine.buffer;

import java.util.Locale;

/** What happens to an emit when the buffer is full: {@code overflow_action}. */
public enum OverflowAction {
  /** The emit fails. */
  THROW_EXCEPTION,
  /** The emit waits for room. */
  BLOCK,
  /** The oldest queued chunk is dropped; if there is none, the emit fails. */
  DROP_OLDEST_CHUNK;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
