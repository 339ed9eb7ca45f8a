package io.millrace.plugins.output.exceptions;

import java.util.EnumMap;
import java.util.Map;

/**
 * What a line is to a trace.
 *
 * @param state where the trace is behind the line
 */
record TraceStep(Part part, TraceState state) {
  /** A line's part. */
  enum Part {
    /** None: the line stands alone, and ends the trace before it. */
    NONE,
    /** It begins a trace, and ends the one before it. */
    FIRST,
    /** It belongs to the trace, if only as its first line. */
    INSIDE,
    /** It is the last line of the trace. */
    LAST
  }

  /** A line outside of traces. */
  static final TraceStep NONE = new TraceStep(Part.NONE, TraceState.START);

  /** The last line of a trace. */
  static final TraceStep LAST = new TraceStep(Part.LAST, TraceState.START);

  private static final Map<TraceState, TraceStep> FIRST = all(Part.FIRST);
  private static final Map<TraceState, TraceStep> INSIDE = all(Part.INSIDE);

  /** Whether a trace before this line is complete without it. */
  boolean endsTraceBefore() {
    return part == Part.NONE || part == Part.FIRST;
  }

  /** Whether the line goes into a trace, given whether there is one: a last line begins none. */
  boolean isInTrace(boolean hasTrace) {
    return part == Part.FIRST || part == Part.INSIDE || (part == Part.LAST && hasTrace);
  }

  private static Map<TraceState, TraceStep> all(Part part) {
    Map<TraceState, TraceStep> steps = new EnumMap<>(TraceState.class);
    for (TraceState state : TraceState.values()) {
      steps.put(state, new TraceStep(part, state));
    }
    return steps;
  }

  static TraceStep first(TraceState state) {
    return FIRST.getOrDefault(state, NONE);
  }

  static TraceStep inside(TraceState state) {
    return INSIDE.getOrDefault(state, NONE);
  }
}
