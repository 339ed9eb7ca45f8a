package io.millrace.plugins.output.exceptions;

import io.millrace.api.EventSink;
import io.millrace.api.Tag;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventCursor;
import io.millrace.event.EventView;
import io.millrace.event.Pack;
import io.millrace.event.PackedEvents;
import io.millrace.event.RecordEditor;
import io.millrace.event.RecordPath;
import io.millrace.event.RegexpTimeoutException;
import io.millrace.plugins.held.LateEmits;
import io.millrace.plugins.held.OrderedEmits;
import io.millrace.plugins.held.Runs;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * The unfinished traces of some of the tags, behind one lock that is taken once for each stream.
 *
 * <p>Invariant: a trace in the map has at least one line and is not at its start; the map's order
 * is that in which traces began. What goes on is put in order while the lock is held, and emitted
 * in that order when it is not ({@link OrderedEmits}), so that nothing overtakes. What is emitted
 * may come back with another tag.
 */
final class Traces {
  private static final List<RecordPath> USUAL_FIELDS =
      List.of(RecordPath.ofKey("message"), RecordPath.ofKey("log"));

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Key, Trace> open = new LinkedHashMap<>(); // guarded by lock
  private final Detection detection;
  private final LateEmits late;
  private final OrderedEmits emits = new OrderedEmits(lock);
  private final RecordEditor record = new RecordEditor(); // guarded by lock
  private boolean draining; // guarded by lock

  /** Which trace a line may belong to. */
  private record Key(Tag tag, ByteSlice stream) {
    Key owned() {
      return new Key(tag, ByteSlice.of(stream.toBytes()));
    }
  }

  Traces(Detection detection) {
    this.detection = detection;
    this.late = new LateEmits(detection.context().out(), detection.context().errors());
  }

  /** Takes a stream and emits what is complete of it with {@code out} as its tag. */
  CompletionStage<Void> take(Tag tag, Tag out, PackedEvents events) {
    if (emits.isMine() && tag.equals(out)) {
      return refuse(tag, events);
    }
    PackedEvents done;
    boolean alone;
    CompletionStage<Void> stage = EventSink.DONE;
    lock.lock();
    try {
      int before = emits.queued();
      done = pass(tag, out, events);
      if (done.isEmpty() && emits.queued() == before) {
        return stage;
      }
      alone = emits.begin(out);
      if (!alone && !done.isEmpty()) {
        stage = queue(out, done);
      }
    } finally {
      lock.unlock();
    }
    if (alone) {
      return emit(out, done);
    }
    emits.flush();
    return stage;
  }

  private PackedEvents pass(Tag tag, Tag out, PackedEvents events) {
    Runs runs = new Runs();
    EventCursor cursor = runs.begin(events);
    long now = detection.context().clock().millis();
    while (cursor.next()) {
      take(tag, out, cursor, now, runs);
    }
    if (draining) {
      removeWhile(trace -> true).forEach(trace -> append(trace, runs));
    }
    return runs.end();
  }

  private CompletionStage<Void> queue(Tag out, PackedEvents done) {
    CompletableFuture<Void> stage = new CompletableFuture<>();
    emits.add(out, () -> emit(out, done, stage));
    return stage;
  }

  private void emit(Tag out, PackedEvents done, CompletableFuture<Void> stage) {
    try {
      detection
          .context()
          .out()
          .emit(out, done)
          .whenComplete(
              (nothing, error) -> {
                if (error == null) {
                  stage.complete(null);
                } else {
                  stage.completeExceptionally(error);
                }
              });
    } catch (RuntimeException | Error e) { // whatever it is, it is for who waits for this stage
      stage.completeExceptionally(e);
    }
  }

  private CompletionStage<Void> emit(Tag out, PackedEvents done) {
    try {
      return detection.context().out().emit(out, done);
    } finally {
      emits.end();
    }
  }

  /** A stream that came back from where it was emitted to, with the tag it came with. */
  private CompletionStage<Void> refuse(Tag tag, PackedEvents events) {
    IllegalStateException loop =
        new IllegalStateException(
            "detect_exceptions emits tag "
                + tag
                + " to itself for ever: remove_tag_prefix must be the first part of the tag, or"
                + " @label another label");
    EventCursor cursor = events.cursor();
    while (cursor.next()) {
      detection.context().errors().emit(tag, cursor, loop);
    }
    return EventSink.DONE;
  }

  private void take(Tag tag, Tag out, EventView event, long now, Runs runs) {
    Key key = new Key(tag, detection.stream().map(event::bytes).orElse(ByteSlice.EMPTY));
    Optional<RecordPath> field = textField(event);
    ByteSlice line = field.map(event::bytes).orElse(ByteSlice.EMPTY);
    Trace trace = open.get(key);
    if (trace != null && (field.isEmpty() || detection.isTooLong(trace, line))) {
      finish(key, runs);
      trace = null;
    }
    TraceState state = trace == null ? TraceState.START : trace.state();
    TraceStep step = field.isEmpty() ? TraceStep.NONE : step(state, line, tag);
    if (trace != null && step.endsTraceBefore()) {
      finish(key, runs);
      trace = null;
    }
    if (!step.isInTrace(trace != null)) {
      runs.pass();
      return;
    }
    if (trace == null) {
      trace = new Trace(out, event, field.orElseThrow(), detection.lineBreaks(), now);
      open.put(key.owned(), trace);
      detection.usage().add(1, trace.size());
    }
    grow(trace, line, step.state());
    if (step.part() == TraceStep.Part.LAST || detection.isFull(trace)) {
      finish(key, runs);
    } else if (detection.usage().isOver()) {
      makeRoom(out, runs);
    }
  }

  private void grow(Trace trace, ByteSlice line, TraceState state) {
    long before = trace.size();
    trace.add(line, state);
    detection.usage().add(0, trace.size() - before);
  }

  /** The field of {@code event} that holds a line; empty if there is none, or no text in it. */
  private Optional<RecordPath> textField(EventView event) {
    Optional<RecordPath> field = detection.message();
    for (int i = 0; field.isEmpty() && i < USUAL_FIELDS.size(); i++) {
      field = event.has(USUAL_FIELDS.get(i)) ? Optional.of(USUAL_FIELDS.get(i)) : field;
    }
    int at = field.map(event::find).orElse(-1);
    return at >= 0 && Pack.isRaw(event.array(), at) ? field : Optional.empty();
  }

  private TraceStep step(TraceState from, ByteSlice line, Tag tag) {
    try {
      return detection.rules().step(from, line);
    } catch (RegexpTimeoutException e) {
      detection
          .context()
          .log()
          .warn(
              "a line counts as no part of a trace: error=\"{}\" tag=\"{}\"", e.getMessage(), tag);
      return TraceStep.NONE;
    }
  }

  private void finish(Key key, Runs runs) {
    Trace trace = open.remove(key);
    if (trace != null) {
      detection.usage().add(-1, -trace.size());
      append(trace, runs);
    }
  }

  private void append(Trace trace, Runs runs) {
    trace.write(record);
    runs.insert().append(trace.time(), record.record());
  }

  private void makeRoom(Tag out, Runs runs) {
    Iterator<Trace> oldest = open.values().iterator();
    Trace trace = oldest.next();
    oldest.remove();
    detection.usage().add(-1, -trace.size());
    if (trace.tag().equals(out)) {
      append(trace, runs);
    } else {
      handOn(trace);
    }
  }

  private void handOn(Trace trace) {
    trace.write(record);
    PackedEvents event = PackedEvents.of(trace.time(), record.record());
    emits.add(trace.tag(), () -> late.emit(trace.tag(), event));
  }

  /** Whether a trace began before {@code millis}; false if that is not known now. */
  boolean hasBegunBefore(long millis) {
    if (!lock.tryLock()) {
      return false;
    }
    try {
      return !open.isEmpty() && open.values().iterator().next().startMillis() < millis;
    } finally {
      lock.unlock();
    }
  }

  /** Emits the traces that began before {@code millis}. */
  void flushBegunBefore(long millis) {
    lock.lock();
    try {
      removeWhile(trace -> trace.startMillis() < millis).forEach(this::handOn);
    } finally {
      lock.unlock();
    }
    emits.flush();
  }

  /** Emits all traces, and from now on every trace as soon as its stream was looked at. */
  void drain() {
    lock.lock();
    try {
      draining = true;
      removeWhile(trace -> true).forEach(this::handOn);
    } finally {
      lock.unlock();
    }
    emits.flush();
  }

  private List<Trace> removeWhile(Predicate<Trace> due) {
    return detection.usage().release(open.values(), due, Trace::size);
  }
}
