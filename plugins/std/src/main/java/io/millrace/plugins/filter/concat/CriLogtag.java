package io.millrace.plugins.filter.concat;

import io.millrace.event.ByteSlice;
import io.millrace.event.EventView;
import io.millrace.event.RecordEditor;
import io.millrace.event.RecordPath;

/**
 * {@code use_partial_cri_logtag}: the first part of the log tag is {@code P} while more follows and
 * {@code F} at the end.
 *
 * @param keep whether the log tag stays in the joined record; the stream's name never does
 */
record CriLogtag(RecordPath logtag, RecordPath stream, boolean keep) implements ConcatMode {
  @Override
  public boolean takes(EventView event) {
    return event.has(logtag);
  }

  @Override
  public void take(EventView event, ByteSlice text, Group group, Out out) {
    group.add(event, text);
    if (isFull(event.bytes(logtag))) {
      out.join(group, event);
    }
  }

  private static boolean isFull(ByteSlice tag) {
    return tag.length() > 0 && tag.at(0) == 'F' && (tag.length() == 1 || tag.at(1) == ':');
  }

  @Override
  public void clean(RecordEditor record) {
    if (!keep) {
      record.remove(logtag);
    }
    record.remove(stream);
  }
}
