package io.millrace.api;

import io.millrace.event.EventView;

/** Keeps, drops or changes events one by one. Called by several threads at once. */
public interface Filter extends Plugin {
  /**
   * Decides about one event.
   *
   * @param event valid during this call only
   * @throws Exception sends this event to the error stream
   */
  Verdict filter(Tag tag, EventView event) throws Exception;
}
