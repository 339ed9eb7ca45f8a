package io.millrace.plugins.elasticsearch;

import io.millrace.event.ByteArraySink;
import io.millrace.event.EventView;

/** Makes the items of one chunk. Not safe for use by several threads. */
interface Composer {
  /**
   * Writes the item of {@code event}.
   *
   * @param ordinal number of the event in its chunk
   * @return false if the event has no {@code _id}, needs one, and is to be dropped then
   * @throws RejectedEventException if the event can be no item; {@code out} may hold a part of one
   */
  boolean compose(EventView event, int ordinal, ByteArraySink out);

  /** Index of the item composed last. */
  String index();
}
