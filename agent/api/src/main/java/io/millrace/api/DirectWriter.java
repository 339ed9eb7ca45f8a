package io.millrace.api;

import io.millrace.event.EventStream;

/**
 * An output that takes events at once, in the thread that emits them, when its configuration has no
 * {@code <buffer>}.
 */
public interface DirectWriter {
  /** Delivers {@code events}; an exception goes to whoever emitted them. */
  void process(Tag tag, EventStream events) throws Exception;
}
