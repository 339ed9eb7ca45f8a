package io.millrace.api;

import io.millrace.event.EventStream;

/**
 * Makes another stream of a stream, for filters whose events do not map one to one. Called by
 * several threads at once.
 */
public interface StreamFilter extends Plugin {
  /** The events that go on. */
  EventStream filter(Tag tag, EventStream events) throws Exception;
}
