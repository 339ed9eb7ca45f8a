package io.millrace.engine.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.ErrorSink;
import io.millrace.api.EventSink;
import io.millrace.api.Filter;
import io.millrace.api.StreamFilter;
import io.millrace.api.Tag;
import io.millrace.api.Verdict;
import io.millrace.event.ByteSlice;
import io.millrace.event.Compression;
import io.millrace.event.EventStream;
import io.millrace.event.EventTime;
import io.millrace.event.EventView;
import io.millrace.event.EventsBuilder;
import io.millrace.event.MalformedPackException;
import io.millrace.event.PackReader;
import io.millrace.event.PackedEvents;
import io.millrace.event.RecordEditor;
import io.millrace.event.RecordPath;
import io.millrace.event.SealedEvents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RouterTest {
  private static final RecordPath N = RecordPath.ofKey("n");

  private final ErrorRoute errors = new ErrorRoute(LoggerFactory.getLogger("test"), Duration.ZERO);
  private final Unmatched unmatched = new Unmatched(LoggerFactory.getLogger("test"));
  private final Router router = new Router(unmatched, errors);
  private final List<Object> first = new ArrayList<>();
  private final List<Object> second = new ArrayList<>();
  private final List<Throwable> failed = new ArrayList<>();

  private static PackedEvents numbers(int... numbers) {
    EventsBuilder builder = new EventsBuilder(64);
    for (int n : numbers) {
      builder.begin(EventTime.ofSeconds(n)).value(Map.of("n", n));
    }
    return builder.build();
  }

  private static EventSink into(List<Object> records) {
    return (tag, events) -> {
      var cursor = events.packed().cursor();
      while (cursor.next()) {
        records.add(PackReader.read(cursor.array(), cursor.recordStart()));
      }
      return EventSink.DONE;
    };
  }

  private FilterStage stage(Filter filter) {
    return new FilterStage(filter, collecting(), new LongAdder());
  }

  private ErrorSink collecting() {
    return new ErrorSink() {
      @Override
      public void emit(Tag tag, EventView event, Throwable error) {
        failed.add(error);
      }

      @Override
      public void emit(Tag tag, EventTime time, ByteSlice record, Throwable error) {
        failed.add(error);
      }
    };
  }

  private static Filter adding(String key, int value) {
    return (tag, event) -> {
      RecordEditor editor = event.edit();
      editor.set(RecordPath.ofKey(key), value);
      return Verdict.rewrite(editor);
    };
  }

  private static Filter odd() {
    return (tag, event) ->
        (Long) event.value(N).orElseThrow() % 2 == 1 ? Verdict.KEEP : Verdict.DROP;
  }

  @Test
  void theFirstMatchTakesTheEventAndFiltersBehindItDoNotApply() {
    router.addFilter(MatchPattern.parse("a.**"), stage(adding("before", 1)));
    router.addMatch(MatchPattern.parse("a.x"), into(first));
    router.addFilter(MatchPattern.parse("a.**"), stage(adding("after", 1)));
    router.addMatch(MatchPattern.parse("a.**"), into(second));

    router.emit(Tag.of("a.x"), numbers(1));
    router.emit(Tag.of("a.y"), numbers(2));
    router.emit(Tag.of("b"), numbers(3, 4));

    assertThat(first).containsExactly(Map.of("n", 1L, "before", 1L));
    assertThat(second).containsExactly(Map.of("n", 2L, "before", 1L, "after", 1L));
    assertThat(unmatched.records().sum()).isEqualTo(2);
  }

  @Test
  void whatAFilterHeldBackPassesOnlyWhatStandsBehindIt() {
    router.addFilter(MatchPattern.parse("**"), stage(adding("before", 1)));
    EventSink behind = router.behindNext();
    router.addFilter(MatchPattern.parse("**"), stage(adding("holding", 1)));
    router.addFilter(MatchPattern.parse("**"), stage(adding("after", 1)));
    router.addMatch(MatchPattern.parse("**"), into(first));

    behind.emit(Tag.of("t"), numbers(1));

    assertThat(first).containsExactly(Map.of("n", 1L, "after", 1L));
  }

  @Test
  void aStreamThatEveryFilterKeepsIsNotCopied() {
    List<EventStream> seen = new ArrayList<>();
    router.addFilter(MatchPattern.parse("**"), stage((tag, event) -> Verdict.KEEP));
    router.addMatch(
        MatchPattern.parse("**"),
        (tag, events) -> {
          seen.add(events);
          return EventSink.DONE;
        });
    PackedEvents events = numbers(1, 2, 3);

    router.emit(Tag.of("t"), events);

    assertThat(seen).hasSize(1).first().isSameAs(events);
  }

  @Test
  void fusedFiltersDropAndRewriteInOrder() {
    FilterStage dropping = stage(odd());
    FilterStage last = stage(adding("c", 3));
    for (FilterStage filter :
        List.of(stage(adding("a", 1)), dropping, stage(adding("b", 2)), last)) {
      router.addFilter(MatchPattern.parse("**"), filter);
    }
    router.addMatch(MatchPattern.parse("**"), into(first));

    router.emit(Tag.of("t"), numbers(1, 2, 3, 4));

    assertThat(first)
        .containsExactly(
            Map.of("n", 1L, "a", 1L, "b", 2L, "c", 3L), Map.of("n", 3L, "a", 1L, "b", 2L, "c", 3L));
    assertThat(last.records().sum()).isEqualTo(2);
  }

  @Test
  void anEventThatAFilterThrowsOnGoesToTheErrorStreamAndTheOthersGoOn() {
    router.addFilter(
        MatchPattern.parse("**"),
        stage(
            (tag, event) -> {
              if (event.seconds() == 2) {
                throw new IllegalStateException("two");
              }
              return Verdict.KEEP;
            }));
    router.addMatch(MatchPattern.parse("**"), into(first));

    router.emit(Tag.of("t"), numbers(1, 2, 3));

    assertThat(first).containsExactly(Map.of("n", 1L), Map.of("n", 3L));
    assertThat(failed).hasSize(1).first().isInstanceOf(IllegalStateException.class);
  }

  @Test
  void streamFiltersStandBetweenFusedOnes() {
    StreamFilter doubled =
        (tag, events) -> {
          EventsBuilder out = new EventsBuilder(64);
          var cursor = events.packed().cursor();
          while (cursor.next()) {
            out.append(cursor);
            out.append(cursor);
          }
          return out.build();
        };
    router.addFilter(MatchPattern.parse("**"), stage(odd()));
    router.addFilter(
        MatchPattern.parse("**"), new FilterStage(doubled, collecting(), new LongAdder()));
    router.addFilter(MatchPattern.parse("**"), stage(adding("z", 0)));
    router.addMatch(MatchPattern.parse("**"), into(first));

    router.emit(Tag.of("t"), numbers(1, 2));

    assertThat(first).containsExactly(Map.of("n", 1L, "z", 0L), Map.of("n", 1L, "z", 0L));
  }

  @Test
  void aFailedEmitReachesTheInputWithoutAnErrorLabel() {
    router.addMatch(
        MatchPattern.parse("**"),
        (tag, events) -> EventSink.failed(new IllegalStateException("full")));

    CompletionStage<Void> stage = router.emit(Tag.of("t"), numbers(1));

    assertThat(stage.toCompletableFuture()).isCompletedExceptionally();
  }

  @Test
  void aFailedEmitGoesToTheErrorLabelAsTheFiltersLeftIt() {
    errors.errorLabel(into(second));
    router.addFilter(MatchPattern.parse("**"), stage(adding("a", 1)));
    router.addMatch(
        MatchPattern.parse("**"),
        (tag, events) -> {
          throw new IllegalStateException("full");
        });

    CompletionStage<Void> stage = router.emit(Tag.of("t"), numbers(1));

    assertThat(stage.toCompletableFuture()).isCompleted();
    assertThat(second).containsExactly(Map.of("n", 1L, "a", 1L));
  }

  @Test
  void anOpenStageStaysOpenUntilTheOutputIsDone() {
    CompletableFuture<Void> pending = new CompletableFuture<>();
    router.addMatch(MatchPattern.parse("**"), (tag, events) -> pending);

    CompletableFuture<Void> stage = router.emit(Tag.of("t"), numbers(1)).toCompletableFuture();

    assertThat(stage).isNotDone();
    pending.complete(null);
    assertThat(stage).isCompleted();
  }

  @Test
  void aMillionHostileTagsDoNotGrowTheCache() {
    LongAdder taken = new LongAdder();
    router.addMatch(
        MatchPattern.parse("tag.** other.{a,b}"),
        (tag, events) -> {
          taken.add(events.count());
          return EventSink.DONE;
        });
    PackedEvents one = numbers(1);

    IntStream.range(0, 1_000_000)
        .parallel()
        .forEach(
            i -> {
              router.emit(Tag.of("tag." + i), one);
              assertThat(router.cachedTags())
                  .isLessThanOrEqualTo(
                      Router.CACHED_TAGS + Runtime.getRuntime().availableProcessors());
            });

    assertThat(taken.sum()).isEqualTo(1_000_000);
    assertThat(router.cachedTags()).isLessThanOrEqualTo(Router.CACHED_TAGS);
  }

  @Test
  void longTagsAreRoutedAndNotKept() {
    router.addMatch(MatchPattern.parse("tag.**"), into(first));

    router.emit(Tag.of("tag." + "x".repeat(2 * Router.CACHED_LENGTH)), numbers(1));

    assertThat(first).hasSize(1);
    assertThat(router.cachedTags()).isZero();
  }

  private static SealedEvents unread(PackedEvents events, AtomicInteger looks) {
    return SealedEvents.unread(
        events.bytes(),
        Compression.TEXT,
        events.count(),
        (payload, how) -> {
          looks.incrementAndGet();
          return payload;
        });
  }

  @Test
  void whoHandsAPayloadOnDoesNotLookIntoIt() {
    AtomicInteger looks = new AtomicInteger();
    LongAdder records = new LongAdder();
    LongAdder bytes = new LongAdder();
    SealedEvents events = unread(numbers(1, 2), looks);
    List<EventStream> taken = new ArrayList<>();
    EventSink output =
        (tag, stream) -> {
          taken.add(stream);
          return EventSink.DONE;
        };
    router.addFilter(MatchPattern.parse("other"), stage(adding("k", 1)));
    router.addMatch(MatchPattern.parse("a"), new MeteredSink(output, records, Optional.of(bytes)));

    router.emit(Tag.of("a"), events);
    router.emit(Tag.of("nobody"), events);

    assertThat(taken).containsExactly(events);
    assertThat(looks).hasValue(0);
    assertThat(records.sum()).isEqualTo(2);
    assertThat(bytes.sum()).isEqualTo(events.payload().length());
    assertThat(unmatched.records().sum()).isEqualTo(2);
  }

  @Test
  void aPayloadThatFiltersLeftAloneStaysOne() {
    AtomicInteger looks = new AtomicInteger();
    SealedEvents kept = unread(numbers(1, 3), looks);
    SealedEvents changed = unread(numbers(1, 2), looks);
    List<EventStream> taken = new ArrayList<>();
    router.addFilter(MatchPattern.parse("a"), stage(odd()));
    router.addMatch(
        MatchPattern.parse("a"),
        (tag, stream) -> {
          taken.add(stream);
          return EventSink.DONE;
        });

    router.emit(Tag.of("a"), kept);
    router.emit(Tag.of("a"), changed);

    assertThat(looks).hasValue(2);
    assertThat(taken.get(0)).isSameAs(kept);
    assertThat(taken.get(1)).isInstanceOf(PackedEvents.class);
    assertThat(taken.get(1).count()).isEqualTo(1);
  }

  @Test
  void aPayloadThatAFilterCannotReadFailsItsStage() {
    SealedEvents broken =
        SealedEvents.unread(
            ByteSlice.utf8("no events"), Compression.TEXT, 1, (payload, how) -> payload);
    router.addFilter(MatchPattern.parse("a"), stage(odd()));
    router.addMatch(MatchPattern.parse("a"), into(first));

    CompletionStage<Void> stage = router.emit(Tag.of("a"), broken);

    assertThat(stage.toCompletableFuture())
        .isCompletedExceptionally()
        .failsWithin(Duration.ZERO)
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(MalformedPackException.class);
    assertThat(first).isEmpty();
  }
}
