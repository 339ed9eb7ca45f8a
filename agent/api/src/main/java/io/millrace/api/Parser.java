package io.millrace.api;

import io.millrace.event.ByteSlice;
import io.millrace.event.Pack;

/** Makes events of text. Called by several threads at once. */
public interface Parser extends Plugin {
  /**
   * Parses {@code text}.
   *
   * @return whether the text matched; false is Fluentd's "pattern not matched"
   * @throws ParseException if it matched but no event can be made of it
   */
  boolean parse(ByteSlice text, ParsedEvents out);

  /**
   * Parses a value of a record that is no text. Most parsers have no use for one.
   *
   * @param packed the value
   * @return whether events were made of it; false is Fluentd's "pattern not matched"
   * @throws IllegalArgumentException if text is expected
   */
  default boolean parseValue(ByteSlice packed, ParsedEvents out) {
    throw new IllegalArgumentException(
        "text is expected, not " + Pack.kind(packed.array(), packed.offset()));
  }
}
