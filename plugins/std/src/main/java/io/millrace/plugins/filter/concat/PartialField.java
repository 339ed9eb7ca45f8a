package io.millrace.plugins.filter.concat;

import io.millrace.event.ByteSlice;
import io.millrace.event.EventView;
import io.millrace.event.Pack;
import io.millrace.event.PackText;
import io.millrace.event.RecordEditor;
import io.millrace.event.RecordPath;

/**
 * {@code partial_key}: a field says of an event whether more follows.
 *
 * @param more what the field holds while more follows
 * @param keep whether the field stays in the joined record
 * @param limit bytes that a group may hold
 */
record PartialField(RecordPath key, ByteSlice more, boolean keep, long limit, Overflow overflow)
    implements ConcatMode {

  /** {@code buffer_overflow_method}: what to do with an event that is too much for its group. */
  public enum Overflow {
    /** Hold it anyway. */
    IGNORE,
    /** Give it up and let the group go on without it. */
    TRUNCATE,
    /** Give up the group and it. */
    DROP,
    /** Let the group go on and begin another with it. */
    NEW
  }

  @Override
  public boolean takes(EventView event) {
    return event.has(key);
  }

  @Override
  public void take(EventView event, ByteSlice text, Group group, Out out) {
    long size = textSize(event);
    boolean full = group.weight() + size > limit;
    boolean last = !event.bytes(key).equals(more);
    if (full && !group.isEmpty() && overflow != Overflow.IGNORE) {
      overflow(event, group, out);
      if (overflow != Overflow.NEW) {
        return;
      }
    }
    group.add(event, text);
    group.weigh(size);
    if (last) {
      out.join(group, event);
    }
  }

  /** Bytes of all keys and values as text, which is what Fluentd limits. */
  private static long textSize(EventView event) {
    byte[] a = event.array();
    long size = 0;
    int at = Pack.body(a, event.recordStart());
    while (at < event.recordEnd()) {
      size += PackText.bytes(a, at).length();
      at = Pack.skip(a, at);
    }
    return size;
  }

  private void overflow(EventView event, Group group, Out out) {
    switch (overflow) {
      case DROP -> {
        out.drop(group.count() + 1);
        group.clear();
      }
      case TRUNCATE -> {
        out.drop(1);
        out.join(group, event);
      }
      default -> out.join(group, event);
    }
  }

  @Override
  public void clean(RecordEditor record) {
    if (!keep) {
      record.remove(key);
    }
  }
}
