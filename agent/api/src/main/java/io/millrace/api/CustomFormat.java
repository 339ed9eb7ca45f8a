package io.millrace.api;

import io.millrace.event.ByteArraySink;
import io.millrace.event.EventView;

/**
 * An output that decides the bytes of its chunks. Without it a chunk holds packed {@code [time,
 * record]} entries.
 */
public interface CustomFormat {
  /**
   * Appends the bytes of one event to {@code out}; nothing to leave it out. Called by several
   * threads at once.
   *
   * @param event valid during this call only
   */
  void format(Tag tag, EventView event, ByteArraySink out);
}
