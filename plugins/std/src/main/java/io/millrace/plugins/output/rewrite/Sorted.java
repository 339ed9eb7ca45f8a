package io.millrace.plugins.output.rewrite;

import io.millrace.api.EventSink;
import io.millrace.event.EventCursor;
import io.millrace.event.EventsBuilder;
import io.millrace.event.PackedEvents;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The events of one stream by where they go. Neighbours with the same destination are one run of
 * bytes; a run is copied only if its destination gets another one, and a stream that is one run is
 * passed on itself.
 */
final class Sorted {
  private final PackedEvents events;
  private final boolean batch;
  private final Map<Destination, EventsBuilder> copies = new LinkedHashMap<>();
  private final List<Single> singles = new ArrayList<>(0);
  private @Nullable Destination current;
  private int runStart;
  private int runEnd;
  private int runCount;

  /** One event on its own. */
  private record Single(Destination way, PackedEvents event) {}

  /** Sorts {@code events}; without {@code batch} each of them is emitted on its own. */
  Sorted(PackedEvents events, boolean batch) {
    this.events = events;
    this.batch = batch;
  }

  /** The event that {@code at} stands on goes to {@code way}. */
  void add(EventCursor at, Destination way) {
    if (!batch) {
      singles.add(new Single(way, range(at.eventStart(), at.eventEnd(), 1)));
      return;
    }
    if (!way.equals(current)) {
      endRun();
      current = way;
      runStart = at.eventStart();
    }
    runEnd = at.eventEnd();
    runCount++;
  }

  /** The event behind the last one added goes nowhere. */
  void leaveOut() {
    endRun();
  }

  private void endRun() {
    if (current != null) {
      copies
          .computeIfAbsent(current, way -> new EventsBuilder(events.byteSize() / 2))
          .appendRange(events.array(), runStart, runEnd - runStart, runCount);
    }
    current = null;
    runCount = 0;
  }

  /**
   * Emits them, the destination that was found first at first; complete when all are. To be called
   * last: what is emitted may come back to the same output.
   */
  CompletionStage<Void> emit() {
    if (current != null && copies.isEmpty()) {
      return emit(current, range(runStart, runEnd, runCount));
    }
    endRun();
    CompletionStage<Void> all = EventSink.DONE;
    for (Single single : singles) {
      all = together(all, emit(single.way(), single.event()));
    }
    for (Map.Entry<Destination, EventsBuilder> copy : copies.entrySet()) {
      all = together(all, emit(copy.getKey(), copy.getValue().build()));
    }
    return all;
  }

  private PackedEvents range(int from, int to, int count) {
    return PackedEvents.trusted(events.array(), from, to - from, count);
  }

  private static CompletionStage<Void> emit(Destination way, PackedEvents stream) {
    return way.sink().emit(way.tag(), stream);
  }

  private static CompletionStage<Void> together(
      CompletionStage<Void> one, CompletionStage<Void> other) {
    if (one == EventSink.DONE) {
      return other;
    }
    return other == EventSink.DONE ? one : one.runAfterBoth(other, () -> {});
  }
}
