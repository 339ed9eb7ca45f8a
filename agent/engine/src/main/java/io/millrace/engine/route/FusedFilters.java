package io.millrace.engine.route;

import io.millrace.api.Filter;
import io.millrace.api.PerThread;
import io.millrace.api.Tag;
import io.millrace.api.Verdict;
import io.millrace.event.EventCursor;
import io.millrace.event.EventTime;
import io.millrace.event.EventView;
import io.millrace.event.EventsBuilder;
import io.millrace.event.PackedEvents;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Several filters in one pass over a stream. Events that all of them keep are copied as runs; if
 * that is every event, the stream itself is the answer and nothing is copied at all.
 *
 * <p>A filter that rewrites an event leaves the new record in an editor; the next filter sees it
 * through a cursor over that editor. Two such cursors take turns, because the editor a filter
 * writes must not be the one it reads.
 */
final class FusedFilters {
  private static final int EVENT_TIME = 10;
  private static final int INTEGER_TIME = 5;

  private final FilterStage[] stages;
  private final Filter[] filters;
  private final boolean sizes;
  private final PerThread<Pass> scratch = new PerThread<>(Pass::new);

  FusedFilters(List<FilterStage> stages) {
    this.stages = stages.toArray(new FilterStage[0]);
    this.filters = stages.stream().map(stage -> (Filter) stage.plugin()).toArray(Filter[]::new);
    this.sizes = stages.stream().allMatch(stage -> stage.bytes().isPresent());
  }

  PackedEvents apply(Tag tag, PackedEvents events) {
    return scratch.get().run(tag, events);
  }

  /** Size in bytes of an event in a stream: the pair's first byte, its time, its record. */
  private static int packedSize(EventView event) {
    int time = event.integerTime() ? INTEGER_TIME : EVENT_TIME;
    return 1 + time + event.recordEnd() - event.recordStart();
  }

  /** The state of one thread's pass. */
  private final class Pass {
    private final EventCursor cursor = new EventCursor();
    private final EventCursor[] rewritten = {new EventCursor(), new EventCursor()};
    private final int[] passed = new int[filters.length];
    private final long[] passedBytes = new long[filters.length];
    private @Nullable EventsBuilder out;
    private double growth =
        1.25; // of a stream by these filters, as last seen: saves growing the array
    private int runStart;
    private int runCount;

    PackedEvents run(Tag tag, PackedEvents events) {
      out = null;
      runStart = events.offset();
      runCount = 0;
      cursor.reset(events);
      try {
        while (cursor.next()) {
          EventView result = decide(tag);
          if (result == cursor) {
            runCount++;
          } else {
            EventsBuilder builder = endRun(events, cursor.eventStart());
            runStart = cursor.eventEnd();
            if (result != null) {
              builder.append(result);
            }
          }
        }
        if (out == null) {
          return events;
        }
        PackedEvents result = endRun(events, events.end()).build();
        growth = 1.02 * result.byteSize() / events.byteSize();
        return result;
      } finally {
        count();
      }
    }

    /** The event as the last filter left it, or null if it ends here. */
    private @Nullable EventView decide(Tag tag) {
      EventView view = cursor;
      int turn = 0;
      for (int i = 0; i < filters.length; i++) {
        Verdict verdict;
        try {
          verdict = filters[i].filter(tag, view);
        } catch (Exception e) {
          stages[i].errors().emit(tag, view, e);
          return null;
        }
        if (verdict.action() == Verdict.Action.DROP) {
          return null;
        }
        passed[i]++;
        if (verdict.action() == Verdict.Action.REWRITE) {
          EventCursor next = rewritten[turn];
          turn ^= 1;
          Optional<EventTime> time = verdict.time();
          view =
              time.isPresent()
                  ? next.show(time.get().seconds(), time.get().nanos(), false, verdict.editor())
                  : next.show(view, verdict.editor());
        }
        if (sizes) {
          passedBytes[i] += packedSize(view);
        }
      }
      return view;
    }

    private EventsBuilder endRun(PackedEvents events, int to) {
      EventsBuilder builder = out;
      if (builder == null) {
        builder = new EventsBuilder((int) (events.byteSize() * growth) + 64);
        out = builder;
      }
      builder.appendRange(events.array(), runStart, to - runStart, runCount);
      runCount = 0;
      return builder;
    }

    private void count() {
      for (int i = 0; i < passed.length; i++) {
        stages[i].records().add(passed[i]);
        passed[i] = 0;
        if (sizes) {
          stages[i].bytes().orElseThrow().add(passedBytes[i]);
          passedBytes[i] = 0;
        }
      }
    }
  }
}
