package io.millrace.plugins.filter.concat;

import static io.millrace.plugins.filter.concat.ConcatDriver.driver;
import static io.millrace.plugins.filter.concat.ConcatDriver.log;
import static io.millrace.plugins.filter.concat.ConcatDriver.plugin;
import static io.millrace.plugins.filter.concat.ConcatDriver.run;
import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.EventSink;
import io.millrace.testkit.FilterDriver;
import io.millrace.testkit.TestContext;
import io.millrace.testkit.TestEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How long concat holds events back, how many of them, and where they go then. */
class ConcatHoldingTest {
  private final TestContext context = new TestContext();

  private List<TestEvent> overflowing(String method) {
    FilterDriver driver =
        driver(
            context,
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
  void whatWaitedTooLongGoesOnBehindTheFilterAsIfItWereComplete() {
    FilterDriver driver = driver(context, "partial_key p", "partial_value 1", "flush_interval 5");
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
        driver(
            context, "partial_key p", "partial_value 1", "flush_interval 5", "timeout_label @LATE");
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
    FilterDriver driver = driver(context, "n_lines 2");
    run(driver, log("a"));

    plugin(driver).beforeShutdown();

    assertThat(context.failures())
        .extracting(failure -> failure.event().json())
        .containsExactly(log("a"));
  }

  @Test
  void nothingIsHeldOnceTheAgentStops() {
    FilterDriver driver = driver(context, "n_lines 2");
    run(driver, log("a"));
    plugin(driver).beforeShutdown();

    assertThat(run(driver, log("late"))).containsExactly(event("t", 1, log("late")));
    assertThat(context.events()).containsExactly(event("t", 1, log("a")));
  }

  @Test
  void theGroupThatWaitedLongestGoesOnWhenThereAreTooMany() {
    FilterDriver driver = driver(context, "n_lines 2", "stream_identity_key c", "group_limit 2");

    run(driver, "{\"c\":1,\"log\":\"a\"}", "{\"c\":2,\"log\":\"b\"}", "{\"c\":3,\"log\":\"c\"}");

    assertThat(context.events()).containsExactly(event("t", 1, "{\"c\":1,\"log\":\"a\"}"));
    assertThat(context.gauge("held_groups")).isEqualTo(2);
  }

  @Test
  void allGroupsTogetherHoldNoMoreThanTheyMay() {
    FilterDriver driver = driver(context, "multiline_start_regexp /^S/", "total_limit_size 4k");
    run(driver, log("S"));
    for (int i = 0; i < 100; i++) {
      run(driver, log("+".repeat(100)));
      assertThat(context.gauge("held_bytes")).isLessThan(4096);
    }

    assertThat(context.events()).hasSize(1);
    assertThat(context.events().get(0).json()).hasSizeBetween(2500, 4096);
  }
}
