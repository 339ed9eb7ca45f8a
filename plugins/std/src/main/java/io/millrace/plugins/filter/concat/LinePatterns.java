package io.millrace.plugins.filter.concat;

import io.millrace.event.ByteSlice;
import io.millrace.event.EventView;
import io.millrace.event.RubyRegexp;
import java.util.Optional;

/**
 * {@code multiline_start_regexp} and its fellows: the texts themselves say where one ends and the
 * next begins.
 */
record LinePatterns(
    Optional<RubyRegexp> start, Optional<RubyRegexp> end, Optional<RubyRegexp> continuation)
    implements ConcatMode {

  @Override
  public void take(EventView event, ByteSlice text, Group group, Out out) {
    if (matches(start, text)) {
      if (!group.isEmpty()) {
        out.join(group, event);
      }
      group.add(event, text);
      if (matches(end, text)) {
        out.join(group, event);
      }
    } else if (matches(end, text)) {
      group.add(event, text);
      out.join(group, event);
    } else if (group.isEmpty()) {
      if (start.isPresent()) {
        out.pass(event);
      } else {
        group.add(event, text);
      }
    } else if (continuation.isEmpty() || matches(continuation, text)) {
      group.add(event, text);
    } else {
      out.join(group, event);
      out.pass(event);
    }
  }

  private static boolean matches(Optional<RubyRegexp> regexp, ByteSlice text) {
    return regexp.isPresent() && regexp.get().find(text);
  }
}
