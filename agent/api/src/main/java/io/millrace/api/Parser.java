package io.millrace.api;

import io.millrace.event.ByteSlice;

/** Makes events of text. Called by several threads at once. */
public interface Parser extends Plugin {
  /**
   * Parses {@code text}.
   *
   * @return whether the text matched; false is Fluentd's "pattern not matched"
   * @throws ParseException if it matched but no event can be made of it
   */
  boolean parse(ByteSlice text, ParsedEvents out);
}
