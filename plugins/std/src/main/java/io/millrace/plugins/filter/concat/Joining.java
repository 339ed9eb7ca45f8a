package io.millrace.plugins.filter.concat;

import io.millrace.api.ErrorSink;
import io.millrace.event.ByteSlice;
import io.millrace.event.PackWriter;
import io.millrace.event.RecordEditor;
import io.millrace.event.RecordPath;
import io.millrace.plugins.filter.Splice;
import java.util.concurrent.atomic.LongAdder;

/**
 * How the events of a group become one. Immutable.
 *
 * @param key field whose texts are joined
 * @param separator what stands between them
 * @param firstTime whether the time is that of the first event
 * @param dropped counts the events that were given up
 */
record Joining(
    RecordPath key,
    ByteSlice separator,
    boolean firstTime,
    ConcatMode mode,
    ErrorSink errors,
    LongAdder dropped) {

  /**
   * Sets in {@code record}, a copy of the event that completed the group, what the group holds: the
   * fields of the first event and the joined text.
   */
  void merge(Group group, RecordEditor record) {
    ByteSlice first = group.firstRecord();
    Splice.mergeMap(record, first.array(), first.offset());
    PackWriter text = record.value();
    text.textHeader(group.joinedLength(separator));
    group.join(separator, text.sink());
    record.put(key);
  }

  /** Makes {@code record} the first event of a group that nothing completes, with all its text. */
  void alone(Group group, RecordEditor record) {
    ByteSlice first = group.firstRecord();
    record.copyOf(first.array(), first.offset(), first.end());
    merge(group, record);
  }
}
