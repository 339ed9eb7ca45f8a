package io.millrace.engine.route;

import io.millrace.api.Filter;
import io.millrace.api.StreamFilter;
import io.millrace.api.Tag;
import io.millrace.event.EventCursor;
import io.millrace.event.EventStream;
import io.millrace.event.PackedEvents;
import java.util.ArrayList;
import java.util.List;

/**
 * The filters that one tag passes, in order. Neighbours that look at one event at a time are fused
 * into one pass over the bytes.
 */
final class FilterChain {
  /** One pass: a run of fused filters, or a single stream filter. */
  private interface Pass {
    EventStream apply(Tag tag, EventStream events);
  }

  private final List<Pass> passes;

  private FilterChain(List<Pass> passes) {
    this.passes = passes;
  }

  static FilterChain of(List<FilterStage> stages) {
    List<Pass> passes = new ArrayList<>();
    List<FilterStage> run = new ArrayList<>();
    for (FilterStage stage : stages) {
      if (stage.plugin() instanceof Filter) {
        run.add(stage);
      } else {
        fuse(run, passes);
        passes.add((tag, events) -> stream(stage, tag, events));
      }
    }
    fuse(run, passes);
    return new FilterChain(List.copyOf(passes));
  }

  private static void fuse(List<FilterStage> run, List<Pass> passes) {
    if (!run.isEmpty()) {
      FusedFilters fused = new FusedFilters(run);
      passes.add((tag, events) -> apply(fused, tag, events));
      run.clear();
    }
  }

  /** A payload that filters looked into, and left as it was, stays one. */
  private static EventStream apply(FusedFilters fused, Tag tag, EventStream events) {
    PackedEvents before = events.borrowed();
    PackedEvents after = fused.apply(tag, before);
    return after == before ? events : after;
  }

  /**
   * A stream filter that throws loses the whole stream: each of its events goes to the error
   * stream.
   */
  private static EventStream stream(FilterStage stage, Tag tag, EventStream events) {
    try {
      EventStream out = ((StreamFilter) stage.plugin()).filter(tag, events);
      stage.records().add(out.count());
      stage.bytes().ifPresent(bytes -> bytes.add(out.byteSize()));
      return out;
    } catch (Exception e) {
      EventCursor cursor = events.borrowed().cursor();
      while (cursor.next()) {
        stage.errors().emit(tag, cursor, e);
      }
      return PackedEvents.EMPTY;
    }
  }

  /** What is left of {@code events}; the same object if no filter changed anything. */
  EventStream apply(Tag tag, EventStream events) {
    EventStream out = events;
    for (Pass pass : passes) {
      if (out.count() == 0) {
        return out;
      }
      out = pass.apply(tag, out);
    }
    return out;
  }

  boolean isEmpty() {
    return passes.isEmpty();
  }
}
