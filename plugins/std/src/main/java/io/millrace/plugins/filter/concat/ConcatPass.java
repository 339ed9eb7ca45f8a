package io.millrace.plugins.filter.concat;

import io.millrace.api.Tag;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventCursor;
import io.millrace.event.EventView;
import io.millrace.event.EventsBuilder;
import io.millrace.event.PackedEvents;
import io.millrace.event.RecordEditor;
import org.jspecify.annotations.Nullable;

/**
 * One stream's way through the filter; kept for the next stream. Events that pass are copied as
 * runs; if all do, the stream itself is the answer.
 */
final class ConcatPass implements ConcatMode.Out {
  private final Joining joining;
  private final EventCursor cursor = new EventCursor();
  private final RecordEditor record = new RecordEditor();
  private PackedEvents events = PackedEvents.EMPTY;
  private Tag tag = Tag.of("");
  private @Nullable EventsBuilder out;
  private int runStart;
  private int runEnd;
  private int runCount;
  private int passed;

  ConcatPass(Joining joining) {
    this.joining = joining;
  }

  /** Starts over and gives the cursor that moves over {@code newEvents}. */
  EventCursor begin(Tag newTag, PackedEvents newEvents) {
    tag = newTag;
    events = newEvents;
    out = null;
    runCount = 0;
    passed = 0;
    return cursor.reset(newEvents);
  }

  @Override
  public void pass(EventView event) {
    if (runCount > 0 && runEnd != cursor.eventStart()) {
      endRun();
    }
    if (runCount == 0) {
      runStart = cursor.eventStart();
    }
    runEnd = cursor.eventEnd();
    runCount++;
    passed++;
  }

  private EventsBuilder endRun() {
    EventsBuilder builder = out;
    if (builder == null) {
      builder = new EventsBuilder(events.byteSize() + 64);
      out = builder;
    }
    if (runCount > 0) {
      builder.appendRange(events.array(), runStart, runEnd - runStart, runCount);
      runCount = 0;
    }
    return builder;
  }

  @Override
  public void join(Group group, EventView trigger) {
    record.copyOf(trigger.array(), trigger.recordStart(), trigger.recordEnd());
    joining.merge(group, record);
    joining.mode().clean(record);
    ByteSlice joined = record.record();
    EventsBuilder builder = endRun();
    if (joining.firstTime()) {
      builder.append(group.firstTime(), joined);
    } else {
      builder.append(trigger, joined);
    }
    group.clear();
  }

  /** Puts out a group that will not be completed. */
  void append(Group group) {
    ByteSlice first = group.firstRecord();
    record.copyOf(first.array(), first.offset(), first.end());
    joining.merge(group, record);
    joining.mode().clean(record);
    endRun().append(joining.firstTime() ? group.firstTime() : group.lastTime(), record.record());
  }

  @Override
  public void drop(int count) {
    joining.dropped().add(count);
  }

  /** {@code event} could not be looked at. */
  void fail(EventView event, Exception error) {
    joining.errors().emit(tag, event, error);
  }

  /** What goes on. */
  PackedEvents end() {
    if (passed == events.count() && out == null) {
      return events;
    }
    return endRun().build();
  }
}
