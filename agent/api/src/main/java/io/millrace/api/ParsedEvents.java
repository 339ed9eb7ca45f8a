package io.millrace.api;

import io.millrace.event.ByteSlice;

/** Takes the events of a {@link Parser}. */
public interface ParsedEvents {
  /**
   * An event with the time that stood in the text. {@code record} is a packed map, copied by the
   * callee.
   */
  void event(long seconds, int nanos, ByteSlice record);

  /** An event without a time of its own, where the parser was told not to take the current one. */
  void eventWithoutTime(ByteSlice record);

  /**
   * An item of the text that is no record, such as a number in a JSON array: Fluentd's "pattern not
   * matched" for this item alone, while the others count.
   */
  void unmatched();
}
