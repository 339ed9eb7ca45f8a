package io.millrace.plugins.output;

import static io.millrace.testkit.TestConfig.section;
import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Child;
import io.millrace.api.ConfigException;
import io.millrace.api.EventSink;
import io.millrace.api.Output;
import io.millrace.api.Tag;
import io.millrace.event.EventStream;
import io.millrace.event.PackedEvents;
import io.millrace.testkit.TestChild;
import io.millrace.testkit.TestConfig;
import io.millrace.testkit.TestContext;
import io.millrace.testkit.TestEvent;
import io.millrace.testkit.TestLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How copy hands streams to its stores, and what it makes of their answers. */
class CopyOutputTest {
  private static final Tag TAG = Tag.of("app");
  private static final PackedEvents EVENTS = TestEvent.pack(event("app", 1, "{\"n\":1}"));

  private final TestContext context = new TestContext();
  private final List<String> order = new ArrayList<>();

  private Child<Output> store(String argument, String name, CompletionStage<Void> answer) {
    return new TestChild<>("note", argument, any -> new NotedStore(name, order, answer));
  }

  private static CompletionStage<Void> failure() {
    return EventSink.failed(new IllegalStateException("down"));
  }

  @SafeVarargs
  @SuppressWarnings("varargs") // the list only reads the array
  private CompletableFuture<Void> emit(Child<Output>... stores) {
    var config = new CopyOutput.Config(CopyOutput.CopyMode.NO_COPY, false, List.of(stores));
    EventSink copy = (EventSink) new CopyOutput.Factory().create(config, context);
    return copy.emit(TAG, EVENTS).toCompletableFuture();
  }

  @Test
  void everyStoreGetsTheStreamInOrder() {
    var answer =
        emit(
            store("", "a", EventSink.DONE),
            store("", "b", EventSink.DONE),
            store("", "c", EventSink.DONE));

    assertThat(answer).isCompleted();
    assertThat(order).containsExactly("a", "b", "c");
  }

  @Test
  void anErrorSkipsTheStoresBehindAndGoesBack() {
    var answer = emit(store("", "a", failure()), store("", "b", EventSink.DONE));

    assertThatThrownBy(answer::join)
        .isInstanceOf(CompletionException.class)
        .hasRootCauseMessage("down");
    assertThat(order).containsExactly("a");
  }

  @Test
  void anIgnoredErrorDoesNotMatterToTheOthers() {
    var answer = emit(store("ignore_error", "a", failure()), store("", "b", EventSink.DONE));

    assertThat(answer).isCompleted();
    assertThat(order).containsExactly("a", "b");
  }

  /** A store that throws instead of answering. */
  private record Thrower() implements Output, EventSink {
    @Override
    public CompletionStage<Void> emit(Tag tag, EventStream events) {
      throw new IllegalStateException("broken");
    }
  }

  @Test
  void aThrownErrorCountsAsAnAnswer() {
    assertThat(
            emit(
                new TestChild<>("thrower", "ignore_error", any -> new Thrower()),
                store("", "b", EventSink.DONE)))
        .isCompleted();
    assertThat(emit(new TestChild<>("thrower", "", any -> new Thrower())))
        .isCompletedExceptionally();
    assertThat(order).containsExactly("b");
  }

  @Test
  void aBlockedStoreDoesNotHoldUpTheOthers() {
    CompletableFuture<Void> blocked = new CompletableFuture<>();

    var answer = emit(store("", "a", blocked), store("", "b", EventSink.DONE));

    assertThat(order).containsExactly("a", "b");
    assertThat(answer).isNotDone();
    blocked.complete(null);
    assertThat(answer).isCompleted();
  }

  @Test
  void aBlockedStoreThatFailsLaterFailsTheEmit() {
    CompletableFuture<Void> blocked = new CompletableFuture<>();

    var answer = emit(store("", "a", blocked), store("", "b", EventSink.DONE));
    blocked.completeExceptionally(new IllegalStateException("down"));

    assertThatThrownBy(answer::join).hasRootCauseMessage("down");
  }

  @Test
  void aStoreCanStandInForTheOneBefore() {
    emit(
        store("", "a", EventSink.DONE),
        store("ignore_if_prev_success", "b", EventSink.DONE),
        store("", "c", EventSink.DONE));
    emit(
        store("ignore_error", "d", failure()),
        store("ignore_error ignore_if_prev_success", "e", failure()),
        store("ignore_if_prev_success", "f", EventSink.DONE));

    assertThat(order).containsExactly("a", "c", "d", "e", "f");
  }

  @Test
  void aSkippedStoreDidNotTakeTheStream() {
    emit(
        store("", "a", EventSink.DONE),
        store("ignore_if_prev_success", "b", EventSink.DONE),
        store("ignore_if_prev_success", "c", EventSink.DONE));

    assertThat(order).containsExactly("a", "c");
  }

  @Test
  void aStandInWaitsForTheOutcomeOfABlockedStore() {
    CompletableFuture<Void> blocked = new CompletableFuture<>();

    var answer =
        emit(
            store("ignore_error", "a", blocked),
            store("ignore_if_prev_success", "b", EventSink.DONE),
            store("", "c", EventSink.DONE));

    assertThat(order).containsExactly("a", "c");
    blocked.completeExceptionally(new IllegalStateException("down"));
    assertThat(order).containsExactly("a", "c", "b");
    assertThat(answer).isCompleted();
  }

  @Test
  void theFirstStoreHasNoneBeforeIt() {
    assertThatThrownBy(() -> emit(store("ignore_if_prev_success", "a", EventSink.DONE)))
        .hasMessage("ignore_if_prev_success must specify 2nd or later <store> directives");
  }

  @Test
  void anIgnoredErrorIsLoggedWithTheIdOfTheStore() {
    try (TestLog log = TestLog.of("test.test")) {
      emit(
          new TestChild<>(
              "note",
              "ignore_error",
              Map.of("@id", "spare"),
              any -> new NotedStore("a", order, failure())),
          store("ignore_error ignore_if_prev_success", "b", failure()));

      assertThat(log.withLevels())
          .containsExactly(
              "ERROR ignore emit error in spare tag=app",
              "ERROR ignore emit error in note (test:1) tag=app");
    }
  }

  @Test
  void itIsOddToIgnoreEveryErrorUnlessStoresStandInForEachOther() {
    try (TestLog log = TestLog.of("test.test")) {
      emit(
          store("ignore_error", "a", EventSink.DONE),
          store("ignore_error ignore_if_prev_success", "b", EventSink.DONE));
      emit(store("ignore_error", "a", EventSink.DONE), store("", "b", EventSink.DONE));
      assertThat(log.withLevels()).isEmpty();

      emit(store("ignore_error", "a", EventSink.DONE), store("ignore_error", "b", EventSink.DONE));
      assertThat(log.withLevels())
          .containsExactly(
              "WARN ignore_errors are specified in all <store>, but ignore_if_prev_success is not"
                  + " specified. Is this intended?");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "copy_mode no_copy",
        "copy_mode shallow",
        "copy_mode deep",
        "copy_mode marshal",
        "deep_copy true"
      })
  void modesOfCopyingAreKnown(String line) {
    Output copy =
        TestConfig.create(
            CopyOutput.class, context, "@type copy", line, section("store", "@type relabel"));
    CompletionStage<Void> answer = ((EventSink) copy).emit(TAG, EVENTS);

    assertThat(answer.toCompletableFuture()).isCompleted();
    assertThat(context.emits()).extracting(TestContext.Emit::events).containsExactly(EVENTS);
  }

  @Test
  void aStoreNeedsAType() {
    assertThatThrownBy(
            () ->
                TestConfig.create(
                    CopyOutput.class, context, "@type copy", section("store", "path /x")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("Missing '@type' parameter in <store> section");
    assertThatThrownBy(() -> TestConfig.create(CopyOutput.class, context, "@type copy"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("store");
  }
}
