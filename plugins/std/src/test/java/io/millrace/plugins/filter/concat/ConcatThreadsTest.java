package io.millrace.plugins.filter.concat;

import static io.millrace.plugins.filter.concat.ConcatDriver.driver;
import static io.millrace.plugins.filter.concat.ConcatDriver.log;
import static io.millrace.plugins.filter.concat.ConcatDriver.plugin;
import static io.millrace.plugins.filter.concat.ConcatDriver.run;
import static io.millrace.testkit.Concurrently.await;
import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.EventSink;
import io.millrace.api.Tag;
import io.millrace.event.EventStream;
import io.millrace.testkit.Concurrently;
import io.millrace.testkit.EmitCircle;
import io.millrace.testkit.FilterDriver;
import io.millrace.testkit.TestContext;
import io.millrace.testkit.TestEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Several threads in one concat filter: streams keep their order, and wait for nothing else. */
class ConcatThreadsTest {
  private final TestContext context = new TestContext();

  @Test
  void severalThreadsKeepTheOrderOfTheirStreams() throws Exception {
    FilterDriver driver = driver(context, "n_lines 3", "stream_identity_key c", "separator \",\"");
    List<List<String>> answers =
        Concurrently.call(
            IntStream.range(0, 4).mapToObj(t -> lines(driver, "s" + t, 300)).toList());

    for (int t = 0; t < 4; t++) {
      String stream = "s" + t;
      assertThat(answers.get(t))
          .isEqualTo(
              IntStream.range(0, 100)
                  .mapToObj(
                      i ->
                          "{\"c\":\"%s\",\"log\":\"%d,%d,%d\"}"
                              .formatted(stream, 3 * i, 3 * i + 1, 3 * i + 2))
                  .toList());
    }
  }

  /** So many lines of a stream, one after the other, and what comes of them. */
  private static Callable<List<String>> lines(FilterDriver driver, String stream, int count) {
    return () ->
        IntStream.range(0, count)
            .mapToObj(i -> event("t", i, "{\"c\":\"" + stream + "\",\"log\":\"" + i + "\"}"))
            .flatMap(event -> driver.run(event).stream())
            .map(TestEvent::json)
            .toList();
  }

  private static EventStream line(String tag, String stream, String text) {
    return TestEvent.pack(event(tag, 1, "{\"c\":\"" + stream + "\",\"log\":\"" + text + "\"}"));
  }

  @Test
  void groupsThatComeBackAsEachOthersTagsDoNotWaitForEachOther() throws Exception {
    EmitCircle circle = new EmitCircle();
    AtomicInteger returned = new AtomicInteger();
    context.sink(circle);
    ConcatFilter filter =
        plugin(driver(context, "n_lines 9", "stream_identity_key c", "group_limit 2"));
    circle.back(
        (tag, events) -> {
          returned.addAndGet(filter.filter(tag, events).count());
          return EventSink.DONE;
        });
    filter.filter(Tag.of("a"), line("a", "1", "first"));
    filter.filter(Tag.of("b"), line("b", "1", "first"));

    List<EventStream> answers =
        Concurrently.call(
            List.of(
                () -> filter.filter(Tag.of("a"), line("a", "2", "next")),
                () -> filter.filter(Tag.of("b"), line("b", "2", "next"))));

    assertThat(answers).hasSize(2).allMatch(answer -> answer.count() == 0);
    String late = "{\"c\":\"1\",\"log\":\"first\"}";
    assertThat(circle.arrived()).hasSize(3).contains("a " + late, "b " + late);
    assertThat(circle.arrived().get(2)).isIn("a {}", "b {}");
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
    FilterDriver driver = driver(context, "multiline_start_regexp /^S/", "flush_interval 5");
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
}
