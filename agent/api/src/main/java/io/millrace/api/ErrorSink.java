package io.millrace.api;

import io.millrace.event.ByteSlice;
import io.millrace.event.EventTime;
import io.millrace.event.EventView;

/**
 * Takes single events that a plugin could not handle: they go to {@code <label @ERROR>}, or to the
 * log if there is none.
 */
public interface ErrorSink {
  /** Takes one event and why it failed. The event is copied. */
  void emit(Tag tag, EventView event, Throwable error);

  /** Takes one event and why it failed. */
  void emit(Tag tag, EventTime time, ByteSlice record, Throwable error);
}
