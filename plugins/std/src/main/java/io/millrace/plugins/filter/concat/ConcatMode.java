package io.millrace.plugins.filter.concat;

import io.millrace.event.ByteSlice;
import io.millrace.event.EventView;
import io.millrace.event.RecordEditor;

/** Says which events belong together. Immutable: what it must remember is in the {@link Group}. */
interface ConcatMode {

  /** What becomes of events. */
  interface Out {
    /** Empties {@code group} into one event, whose other fields are those of {@code trigger}. */
    void join(Group group, EventView trigger);

    /** {@code event} goes on as it is. */
    void pass(EventView event);

    /** {@code events} are given up because a group is full, as the user asked for. */
    void drop(int events);
  }

  /** Whether {@code event}, which has the key, takes part at all. */
  default boolean takes(EventView event) {
    return true;
  }

  /** What tells groups of one stream apart. */
  default ByteSlice groupId(EventView event) {
    return ByteSlice.EMPTY;
  }

  /** Puts {@code event} where it belongs; {@code text} is the text under the key. */
  void take(EventView event, ByteSlice text, Group group, Out out);

  /** Takes out of a joined record what only said how to join it. */
  default void clean(RecordEditor record) {}
}
