package io.millrace.plugins.held;

import io.millrace.event.EventCursor;
import io.millrace.event.EventsBuilder;
import io.millrace.event.PackedEvents;
import org.jspecify.annotations.Nullable;

/**
 * Makes a stream of another of which some events are held and some are new. Events that pass as
 * they are are copied as runs; if all do, the stream itself is the answer. One caller's, kept for
 * the next stream.
 */
public final class Runs {
  private final EventCursor cursor = new EventCursor();
  private PackedEvents events = PackedEvents.EMPTY;
  private @Nullable EventsBuilder out;
  private int runStart;
  private int runEnd;
  private int runCount;

  /** Nothing yet. */
  public Runs() {}

  /** Starts over and gives the cursor that moves over {@code newEvents}. */
  public EventCursor begin(PackedEvents newEvents) {
    events = newEvents;
    out = null;
    runCount = 0;
    return cursor.reset(newEvents);
  }

  /** The event that the cursor stands on passes as it is. */
  public void pass() {
    if (runCount > 0 && runEnd != cursor.eventStart()) {
      insert();
    }
    if (runCount == 0) {
      runStart = cursor.eventStart();
    }
    runEnd = cursor.eventEnd();
    runCount++;
  }

  /** Where a new event is to be appended, behind what passed so far. */
  public EventsBuilder insert() {
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

  /** The new stream. */
  public PackedEvents end() {
    return out == null && runCount == events.count() ? events : insert().build();
  }
}
