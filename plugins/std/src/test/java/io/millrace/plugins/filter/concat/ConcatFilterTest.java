package io.millrace.plugins.filter.concat;

import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.EventSink;
import io.millrace.api.Tag;
import io.millrace.event.EventStream;
import io.millrace.testkit.FilterDriver;
import io.millrace.testkit.TestContext;
import io.millrace.testkit.TestEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Which events concat joins, into what, and when. */
class ConcatFilterTest {
  private final TestContext context = new TestContext();

  private FilterDriver driver(String... lines) {
    String[] all = new String[lines.length + 1];
    all[0] = "key log";
    System.arraycopy(lines, 0, all, 1, lines.length);
    return FilterDriver.of(context, "concat", all);
  }

  private static ConcatFilter plugin(FilterDriver driver) {
    return (ConcatFilter) driver.plugin();
  }

  private static List<TestEvent> run(FilterDriver driver, String... jsons) {
    TestEvent[] events = new TestEvent[jsons.length];
    for (int i = 0; i < jsons.length; i++) {
      events[i] = event("t", i + 1, jsons[i]);
    }
    return driver.run(events);
  }

  private static String log(String text) {
    return "{\"log\":\"" + text + "\"}";
  }

  @Test
  void soManyLinesMakeOne() {
    FilterDriver driver = driver("n_lines 2", "separator \" | \"");

    assertThat(run(driver, log("a"), log("b"), log("c"), "{\"other\":1}", log("d")))
        .containsExactly(
            event("t", 2, log("a | b")),
            event("t", 4, "{\"other\":1}"),
            event("t", 5, log("c | d")));
  }

  @Test
  void theFieldsOfTheFirstEventWinOverThoseOfTheOneThatCompletesTheGroup() {
    FilterDriver driver = driver("n_lines 3", "use_first_timestamp true");

    assertThat(
            run(
                driver,
                "{\"log\":\"a\",\"x\":1,\"first\":true}",
                "{\"log\":\"b\",\"x\":2,\"middle\":true}",
                "{\"z\":0,\"log\":\"c\",\"x\":3}"))
        .containsExactly(event("t", 1, "{\"z\":0,\"log\":\"a\\nb\\nc\",\"x\":1,\"first\":true}"));
  }

  @Test
  void aGroupEndsWhereTheNextOneStarts() {
    FilterDriver driver = driver("multiline_start_regexp /^S/");

    assertThat(run(driver, log("stray"), log("S1"), log("+1"), log("S2"), log("S3"), log("+3")))
        .containsExactly(
            event("t", 1, log("stray")), event("t", 4, log("S1\\n+1")), event("t", 5, log("S2")));
    plugin(driver).beforeShutdown();
    assertThat(context.events()).containsExactly(event("t", 6, log("S3\\n+3")));
  }

  @Test
  void aGroupEndsWithALineThatSaysSo() {
    FilterDriver driver = driver("multiline_start_regexp /^S/", "multiline_end_regexp /E$/");

    assertThat(run(driver, log("S1"), log("E"), log("SE"), log("S2"), log("SE2E"), log("E")))
        .containsExactly(
            event("t", 2, log("S1\\nE")),
            event("t", 3, log("SE")),
            event("t", 5, log("S2")),
            event("t", 5, log("SE2E")),
            event("t", 6, log("E")));
  }

  @Test
  void withoutAStartEveryLineMayBeginAGroup() {
    FilterDriver driver = driver("multiline_end_regexp /E$/");

    assertThat(run(driver, log("a"), log("bE"), log("cE")))
        .containsExactly(event("t", 2, log("a\\nbE")), event("t", 3, log("cE")));
  }

  @Test
  void aLineThatDoesNotContinueEndsTheGroupAndStandsAlone() {
    FilterDriver driver = driver("multiline_start_regexp /^S/", "continuous_line_regexp /^ /");

    assertThat(run(driver, log("S1"), log(" 1"), log("alone"), log(" stray")))
        .containsExactly(
            event("t", 3, log("S1\\n 1")),
            event("t", 3, log("alone")),
            event("t", 4, log(" stray")));
  }

  @Test
  void streamsOfOneTagAndTagsAreKeptApart() {
    FilterDriver driver = driver("n_lines 2", "stream_identity_key c");

    List<TestEvent> out =
        run(
            driver,
            "{\"c\":\"x\",\"log\":\"x1\"}",
            "{\"c\":\"y\",\"log\":\"y1\"}",
            "{\"c\":\"y\",\"log\":\"y2\"}",
            "{\"c\":\"x\",\"log\":\"x2\"}");

    assertThat(out)
        .containsExactly(
            event("t", 3, "{\"c\":\"y\",\"log\":\"y1\\ny2\"}"),
            event("t", 4, "{\"c\":\"x\",\"log\":\"x1\\nx2\"}"));
    driver.run(event("a", 1, "{\"c\":\"x\",\"log\":\"1\"}"));
    assertThat(driver.run(event("b", 1, "{\"c\":\"x\",\"log\":\"2\"}"))).isEmpty();
    assertThat(context.gauge("held_groups")).isEqualTo(2);
  }

  @Test
  void aFieldSaysWhetherMoreFollows() {
    FilterDriver driver = driver("partial_key p", "partial_value true", "separator \"\"");

    assertThat(
            run(
                driver,
                "{\"p\":\"true\",\"log\":\"a\"}",
                log("no part"),
                "{\"p\":\"false\",\"log\":\"b\",\"n\":1}"))
        .containsExactly(event("t", 2, log("no part")), event("t", 3, "{\"log\":\"ab\",\"n\":1}"));
    assertThat(
            run(
                driver("partial_key p", "partial_value true", "keep_partial_key true"),
                "{\"p\":\"false\",\"log\":\"b\"}"))
        .containsExactly(event("t", 1, "{\"p\":\"false\",\"log\":\"b\"}"));
  }

  private List<TestEvent> overflowing(String method) {
    FilterDriver driver =
        driver(
            "partial_key p",
            "partial_value 1",
            "separator \"\"",
            "buffer_limit_size 45",
            "buffer_overflow_method " + method);
    return run(
        driver,
        "{\"p\":\"1\",\"log\":\"" + "a".repeat(30) + "\"}",
        "{\"p\":\"1\",\"log\":\"" + "b".repeat(30) + "\"}",
        "{\"p\":\"0\",\"log\":\"c\"}");
  }

  @Test
  void aFullGroupIsHandledAsTheUserSays() {
    String a = "a".repeat(30);
    String b = "b".repeat(30);
    assertThat(overflowing("ignore")).containsExactly(event("t", 3, log(a + b + "c")));
    assertThat(overflowing("new"))
        .containsExactly(event("t", 2, log(a)), event("t", 3, log(b + "c")));
    assertThat(context.count("dropped_records")).isZero();
    assertThat(overflowing("truncate"))
        .containsExactly(event("t", 2, log(a)), event("t", 3, log("c")));
    assertThat(context.count("dropped_records")).isEqualTo(1);
    assertThat(overflowing("drop")).containsExactly(event("t", 3, log("c")));
    assertThat(context.count("dropped_records")).isEqualTo(3);
  }

  @Test
  void theLogTagOfCriSaysWhatBelongsTogether() {
    FilterDriver driver =
        driver(
            "use_partial_cri_logtag true",
            "partial_cri_logtag_key tag",
            "stream_identity_key stream",
            "separator \"\"");

    assertThat(
            run(
                driver,
                "{\"stream\":\"stdout\",\"tag\":\"P\",\"log\":\"a\"}",
                "{\"stream\":\"stderr\",\"tag\":\"F\",\"log\":\"e\"}",
                "{\"stream\":\"stdout\",\"tag\":\"P:x\",\"log\":\"b\"}",
                "{\"stream\":\"stdout\",\"tag\":\"F:x\",\"log\":\"c\"}"))
        .containsExactly(event("t", 2, log("e")), event("t", 4, log("abc")));
  }

  @Test
  void dockersPartsAreJoinedInTheOrderOfTheirNumbers() {
    FilterDriver driver = driver("use_partial_metadata true", "separator \"\"");
    String part = "{\"log\":\"%s\",\"partial_message\":\"true\",\"partial_id\":\"%s\",";

    assertThat(
            run(
                driver,
                part.formatted("a2", "A")
                    + "\"partial_ordinal\":\"10\",\"partial_last\":\"false\"}",
                part.formatted("b1", "B") + "\"partial_ordinal\":\"1\",\"partial_last\":\"true\"}",
                part.formatted("a1", "A") + "\"partial_ordinal\":\"9\",\"partial_last\":\"false\"}",
                part.formatted("a3", "A")
                    + "\"partial_ordinal\":\"11\",\"partial_last\":\"true\"}"))
        .containsExactly(event("t", 2, log("b1")), event("t", 4, log("a1a2a3")));
  }

  @Test
  void journaldsPartsAreKnownByTheirId() {
    FilterDriver driver =
        driver(
            "use_partial_metadata true",
            "partial_metadata_format docker-journald",
            "separator \"\"");

    assertThat(
            run(
                driver,
                "{\"log\":\"a\",\"CONTAINER_PARTIAL_MESSAGE\":\"true\",\"CONTAINER_PARTIAL_ID\":\"i\","
                    + "\"CONTAINER_PARTIAL_ORDINAL\":\"1\",\"CONTAINER_PARTIAL_LAST\":\"false\"}",
                "{\"log\":\"b\",\"CONTAINER_PARTIAL_ID\":\"i\","
                    + "\"CONTAINER_PARTIAL_ORDINAL\":\"2\",\"CONTAINER_PARTIAL_LAST\":\"true\"}"))
        .containsExactly(event("t", 2, log("ab")));
  }

  @Test
  void whatWaitedTooLongGoesOnBehindTheFilterAsIfItWereComplete() {
    FilterDriver driver = driver("partial_key p", "partial_value 1", "flush_interval 5");
    run(driver, "{\"p\":\"1\",\"log\":\"a\"}", "{\"p\":\"1\",\"log\":\"b\"}");

    context.manualClock().advance(Duration.ofSeconds(4));
    plugin(driver).flushIdle();
    assertThat(context.events()).isEmpty();

    context.manualClock().advance(Duration.ofSeconds(1));
    plugin(driver).flushIdle();
    assertThat(context.events()).containsExactly(event("t", 2, log("a\\nb")));
    assertThat(context.failures()).isEmpty();
    assertThat(context.gauge("held_groups")).isZero();
    assertThat(context.gauge("held_bytes")).isZero();
  }

  @Test
  void aLabelTakesWhatWaitedTooLongWithTheTimeOfNow() {
    List<TestEvent> late = new ArrayList<>();
    context.label(
        "@LATE",
        (tag, events) -> {
          late.addAll(TestEvent.unpack(tag, events.packed()));
          return EventSink.DONE;
        });
    FilterDriver driver =
        driver("partial_key p", "partial_value 1", "flush_interval 5", "timeout_label @LATE");
    run(driver, "{\"p\":\"1\",\"log\":\"a\"}");
    context.manualClock().advance(Duration.ofSeconds(5));
    Instant now = context.manualClock().instant();

    plugin(driver).flushIdle();

    assertThat(late)
        .containsExactly(event("t", now.getEpochSecond(), "{\"p\":\"1\",\"log\":\"a\"}"));
    assertThat(context.events()).isEmpty();
  }

  @Test
  void whatCannotBeEmittedGoesToTheErrorStream() {
    context.sink(
        (tag, events) -> CompletableFuture.failedFuture(new IllegalStateException("full")));
    FilterDriver driver = driver("n_lines 2");
    run(driver, log("a"));

    plugin(driver).beforeShutdown();

    assertThat(context.failures())
        .extracting(failure -> failure.event().json())
        .containsExactly(log("a"));
  }

  @Test
  void nothingIsHeldOnceTheAgentStops() {
    FilterDriver driver = driver("n_lines 2");
    run(driver, log("a"));
    plugin(driver).beforeShutdown();

    assertThat(run(driver, log("late"))).containsExactly(event("t", 1, log("late")));
    assertThat(context.events()).containsExactly(event("t", 1, log("a")));
  }

  @Test
  void theGroupThatWaitedLongestGoesOnWhenThereAreTooMany() {
    FilterDriver driver = driver("n_lines 2", "stream_identity_key c", "group_limit 2");

    run(driver, "{\"c\":1,\"log\":\"a\"}", "{\"c\":2,\"log\":\"b\"}", "{\"c\":3,\"log\":\"c\"}");

    assertThat(context.events()).containsExactly(event("t", 1, "{\"c\":1,\"log\":\"a\"}"));
    assertThat(context.gauge("held_groups")).isEqualTo(2);
  }

  @Test
  void allGroupsTogetherHoldNoMoreThanTheyMay() {
    FilterDriver driver = driver("multiline_start_regexp /^S/", "total_limit_size 4k");
    run(driver, log("S"));
    for (int i = 0; i < 100; i++) {
      run(driver, log("+".repeat(100)));
      assertThat(context.gauge("held_bytes")).isLessThan(4096);
    }

    assertThat(context.events()).hasSize(1);
    assertThat(context.events().get(0).json()).hasSizeBetween(2500, 4096);
  }

  @Test
  void aStreamThatIsNoConcernOfTheFilterIsNotCopied() {
    FilterDriver driver = driver("n_lines 2");
    EventStream other = TestEvent.pack(event("t", 1, "{\"a\":1}"), event("t", 2, "{\"a\":2}"));
    EventStream ownLog = TestEvent.pack(event("t", 1, log("a")));

    assertThat(plugin(driver).filter(Tag.of("t"), other)).isSameAs(other);
    assertThat(plugin(driver).filter(Tag.of("fluent.warn"), ownLog)).isSameAs(ownLog);
  }

  @Test
  void aTextThatIsNoneCountsAsRubyWritesIt() {
    assertThat(run(driver("n_lines 3"), "{\"log\":1}", "{\"log\":null}", "{\"log\":[true]}"))
        .containsExactly(event("t", 3, log("1\\n\\n[true]")));
  }

  @Test
  void severalThreadsKeepTheOrderOfTheirStreams() throws Exception {
    FilterDriver driver = driver("n_lines 3", "stream_identity_key c", "separator \",\"");
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<List<String>>> answers = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        String stream = "s" + t;
        answers.add(
            threads.submit(
                () ->
                    IntStream.range(0, 300)
                        .mapToObj(
                            i ->
                                driver.run(
                                    event(
                                        "t",
                                        i,
                                        "{\"c\":\"" + stream + "\",\"log\":\"" + i + "\"}")))
                        .flatMap(List::stream)
                        .map(TestEvent::json)
                        .toList()));
      }
      for (int t = 0; t < 4; t++) {
        String stream = "s" + t;
        assertThat(answers.get(t).get())
            .isEqualTo(
                IntStream.range(0, 100)
                    .mapToObj(
                        i ->
                            "{\"c\":\"%s\",\"log\":\"%d,%d,%d\"}"
                                .formatted(stream, 3 * i, 3 * i + 1, 3 * i + 2))
                    .toList());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static EventStream line(String tag, String stream, String text) {
    return TestEvent.pack(event(tag, 1, "{\"c\":\"" + stream + "\",\"log\":\"" + text + "\"}"));
  }

  @Test
  void groupsThatComeBackAsEachOthersTagsDoNotWaitForEachOther() throws Exception {
    CyclicBarrier bothAreEmitting = new CyclicBarrier(2);
    List<ConcatFilter> self = new ArrayList<>();
    List<String> arrived = new CopyOnWriteArrayList<>();
    AtomicInteger returned = new AtomicInteger();
    context.sink(
        (tag, events) -> {
          String json = TestEvent.unpack(tag, events.packed()).get(0).json();
          arrived.add(tag + " " + json);
          if (!json.equals("{}")) {
            await(bothAreEmitting);
            Tag other = Tag.of(tag.value().equals("a") ? "b" : "a");
            returned.addAndGet(
                self.get(0).filter(other, TestEvent.pack(event("x", 2, "{}"))).count());
          }
          return EventSink.DONE;
        });
    FilterDriver driver = driver("n_lines 9", "stream_identity_key c", "group_limit 2");
    self.add(plugin(driver));
    plugin(driver).filter(Tag.of("a"), line("a", "1", "first"));
    plugin(driver).filter(Tag.of("b"), line("b", "1", "first"));

    List<Future<EventStream>> answers = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (String tag : List.of("a", "b")) {
        answers.add(
            threads.submit(() -> plugin(driver).filter(Tag.of(tag), line(tag, "2", "next"))));
      }
      for (Future<EventStream> answer : answers) {
        assertThat(answer.get(20, TimeUnit.SECONDS).count()).isZero();
      }
    } finally {
      threads.shutdownNow();
    }
    String late = "{\"c\":\"1\",\"log\":\"first\"}";
    assertThat(arrived).hasSize(3).contains("a " + late, "b " + late);
    assertThat(arrived.get(2)).isIn("a {}", "b {}");
    assertThat(returned).hasValue(1);
  }

  @Test
  void aStreamDoesNotOvertakeItsGroupThatIsOnItsWay() throws Exception {
    CountDownLatch emitting = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    List<String> order = new CopyOnWriteArrayList<>();
    context.sink(
        (tag, events) -> {
          emitting.countDown();
          await(release);
          order.add("late");
          return EventSink.DONE;
        });
    FilterDriver driver = driver("multiline_start_regexp /^S/", "flush_interval 5");
    run(driver, log("S"));
    context.manualClock().advance(Duration.ofSeconds(5));
    Thread flush = new Thread(() -> plugin(driver).flushIdle());
    flush.start();
    await(emitting);
    Thread next =
        new Thread(
            () -> {
              run(driver, log("alone"));
              order.add("next");
            });
    next.start();
    Awaitility.await().until(() -> next.getState() == Thread.State.WAITING);
    Tag other = Tag.of("other"); // which nothing of is on its way
    assertThat(plugin(driver).filter(other, TestEvent.pack(event("other", 1, "{}"))).count())
        .isEqualTo(1);

    release.countDown();
    flush.join();
    next.join();

    assertThat(order).containsExactly("late", "next");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void settingsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> driver()).hasMessageContaining("is required");
    assertThatThrownBy(() -> driver("n_lines 2", "multiline_end_regexp /a/"))
        .hasMessageContaining("are exclusive");
    assertThatThrownBy(() -> driver("partial_key p"))
        .hasMessageContaining("partial_value is required when partial_key is specified");
    assertThatThrownBy(() -> driver("use_partial_cri_logtag true"))
        .hasMessageContaining("partial_cri_logtag_key is required");
    assertThatThrownBy(() -> driver("use_partial_metadata true", "partial_metadata_format docker"))
        .hasMessageContaining("docker-journald");
    assertThatThrownBy(() -> driver("n_lines 0")).hasMessageContaining("at least 1");
    assertThatThrownBy(() -> driver("n_lines 2", "group_limit 0"))
        .hasMessageContaining("group_limit");
    assertThatThrownBy(() -> driver("n_lines 2", "timeout_label @NONE"))
        .hasMessageContaining("@NONE label not found");
  }
}
