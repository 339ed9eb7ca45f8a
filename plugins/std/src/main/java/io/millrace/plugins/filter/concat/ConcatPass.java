package io.millrace.plugins.filter.concat;

import io.millrace.api.ErrorSink;
import io.millrace.api.Tag;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventCursor;
import io.millrace.event.EventTime;
import io.millrace.event.EventView;
import io.millrace.event.EventsBuilder;
import io.millrace.event.PackedEvents;
import io.millrace.event.RecordEditor;
import io.millrace.plugins.held.Runs;
import java.util.ArrayList;
import java.util.List;

/** One stream's way through the filter; kept for the next stream. */
final class ConcatPass implements ConcatMode.Out {
  private final Joining joining;
  private final Runs runs = new Runs();
  private final RecordEditor record = new RecordEditor();
  private Tag tag = Tag.of("");
  private List<Failure> failures = List.of();

  /** An event that could not be looked at. */
  record Failure(Tag tag, EventTime time, ByteSlice record, Exception error) {
    void emit(ErrorSink errors) {
      errors.emit(tag, time, record, error);
    }
  }

  ConcatPass(Joining joining) {
    this.joining = joining;
  }

  /** Starts over and gives the cursor that moves over {@code events}. */
  EventCursor begin(Tag newTag, PackedEvents events) {
    tag = newTag;
    failures = List.of();
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
    if (failures.isEmpty()) {
      failures = new ArrayList<>();
    }
    failures.add(
        new Failure(tag, event.time(), ByteSlice.of(event.recordBytes().toBytes()), error));
  }

  /** The events that could not be looked at, to be emitted without a lock. */
  List<Failure> failures() {
    return failures;
  }

  /** What goes on. */
  PackedEvents end() {
    return runs.end();
  }
}
