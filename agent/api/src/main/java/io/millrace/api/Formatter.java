package io.millrace.api;

import io.millrace.event.ByteArraySink;
import io.millrace.event.EventView;

/** Makes text or bytes of events. Called by several threads at once. */
public interface Formatter extends Plugin {
  /** Appends the bytes of one event, line end included. */
  void format(Tag tag, EventView event, ByteArraySink out);
}
