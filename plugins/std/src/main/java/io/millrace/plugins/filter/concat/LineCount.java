package io.millrace.plugins.filter.concat;

import io.millrace.event.ByteSlice;
import io.millrace.event.EventView;

/** {@code n_lines}: so many events make one. */
record LineCount(int lines) implements ConcatMode {
  @Override
  public void take(EventView event, ByteSlice text, Group group, Out out) {
    group.add(event, text);
    if (group.count() >= lines) {
      out.join(group, event);
    }
  }
}
