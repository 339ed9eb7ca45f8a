package io.millrace.api;

import io.millrace.event.ByteSlice;
import io.millrace.event.EventTime;
import io.millrace.event.EventsBuilder;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/**
 * Collects what a parser finds in the messages an input has read at once, so that they are emitted
 * as one stream for each tag. Tag and time are taken out of the records as {@code <extract>} says;
 * a time that the parser found wins, and an event that has none gets the current one. Used by one
 * thread at a time.
 */
public final class EventBatch implements ParsedEvents {
  private static final int CAPACITY = 1 << 12;

  private final Extractor extractor;
  private final Optional<Tag> tag;
  private final InstantSource clock;
  private final UnaryOperator<ByteSlice> completion;
  private final Runnable onUnmatched;
  private final Map<Tag, EventsBuilder> streams = new LinkedHashMap<>();

  /**
   * An empty batch.
   *
   * @param tag of events whose record tells none
   * @param completion adds fields to a record; its answer is valid until the next call
   * @param onUnmatched called for what the parser did not recognise, and for an event without tag
   */
  public EventBatch(
      Extractor extractor,
      Optional<Tag> tag,
      InstantSource clock,
      UnaryOperator<ByteSlice> completion,
      Runnable onUnmatched) {
    this.extractor = extractor;
    this.tag = tag;
    this.clock = clock;
    this.completion = completion;
    this.onUnmatched = onUnmatched;
  }

  @Override
  public void event(long seconds, int nanos, ByteSlice record) {
    add(seconds, nanos, record, false);
  }

  @Override
  public void eventWithoutTime(ByteSlice record) {
    Optional<EventTime> taken = extractor.time(record);
    if (taken.isPresent()) {
      add(taken.get().seconds(), taken.get().nanos(), record, true);
    } else {
      Instant now = clock.instant();
      add(now.getEpochSecond(), now.getNano(), record, false);
    }
  }

  private void add(long seconds, int nanos, ByteSlice record, boolean tookTime) {
    Tag to =
        extractor.takesTag()
            ? extractor.tag(record).map(Tag::of).or(() -> tag).orElse(null)
            : tag.orElse(null);
    if (to == null) {
      onUnmatched.run();
      return;
    }
    ByteSlice rest = completion.apply(extractor.rest(record, tookTime));
    streams
        .computeIfAbsent(to, key -> new EventsBuilder(CAPACITY))
        .begin(seconds, nanos, false)
        .packed(rest);
  }

  @Override
  public void unmatched() {
    onUnmatched.run();
  }

  /** Number of events. */
  public int count() {
    int count = 0;
    for (EventsBuilder stream : streams.values()) {
      count += stream.count();
    }
    return count;
  }

  /**
   * Emits what was collected, and is empty then. The stage completes when all streams have arrived;
   * it fails if one did not.
   */
  public CompletionStage<Void> emit(EventSink sink) {
    CompletionStage<Void> all = EventSink.DONE;
    for (Map.Entry<Tag, EventsBuilder> stream : streams.entrySet()) {
      CompletionStage<Void> one = sink.emit(stream.getKey(), stream.getValue().build());
      all = all == EventSink.DONE ? one : both(all, one);
    }
    streams.clear();
    return all;
  }

  private static CompletionStage<Void> both(CompletionStage<Void> a, CompletionStage<Void> b) {
    return CompletableFuture.allOf(a.toCompletableFuture(), b.toCompletableFuture());
  }
}
