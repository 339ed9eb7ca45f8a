package io.millrace.plugins.filter.concat;

import io.millrace.api.Tag;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventCursor;
import io.millrace.event.EventView;
import io.millrace.event.EventsBuilder;
import io.millrace.event.PackedEvents;
import io.millrace.event.RecordEditor;
import io.millrace.plugins.held.Runs;

/** One stream's way through the filter; kept for the next stream. */
final class ConcatPass implements ConcatMode.Out {
  private final Joining joining;
  private final Runs runs = new Runs();
  private final RecordEditor record = new RecordEditor();
  private Tag tag = Tag.of("");

  ConcatPass(Joining joining) {
    this.joining = joining;
  }

  /** Starts over and gives the cursor that moves over {@code events}. */
  EventCursor begin(Tag newTag, PackedEvents events) {
    tag = newTag;
    return runs.begin(events);
  }

  @Override
  public void pass(EventView event) {
    runs.pass();
  }

  @Override
  public void join(Group group, EventView trigger) {
    record.copyOf(trigger.array(), trigger.recordStart(), trigger.recordEnd());
    joining.merge(group, record);
    joining.mode().clean(record);
    ByteSlice joined = record.record();
    EventsBuilder builder = runs.insert();
    if (joining.firstTime()) {
      builder.append(group.firstTime(), joined);
    } else {
      builder.append(trigger, joined);
    }
    group.clear();
  }

  /** Puts out a group that will not be completed. */
  void append(Group group) {
    joining.alone(group, record);
    joining.mode().clean(record);
    runs.insert()
        .append(joining.firstTime() ? group.firstTime() : group.lastTime(), record.record());
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
    return runs.end();
  }
}
