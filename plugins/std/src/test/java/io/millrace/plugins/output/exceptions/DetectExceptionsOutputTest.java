package io.millrace.plugins.output.exceptions;

import static io.millrace.testkit.Concurrently.await;
import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.EventSink;
import io.millrace.api.Output;
import io.millrace.api.Tag;
import io.millrace.event.PackedEvents;
import io.millrace.testkit.Concurrently;
import io.millrace.testkit.EmitCircle;
import io.millrace.testkit.TestConfig;
import io.millrace.testkit.TestContext;
import io.millrace.testkit.TestEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which lines detect_exceptions joins, and when it lets go of them. */
class DetectExceptionsOutputTest {
  private static final String[] JAVA = {
    "Exception in thread main java.lang.RuntimeException: boom",
    "\\tat com.shop.A.run(A.java:5)",
    "Caused by: java.io.IOException: disk",
    "\\tat com.shop.C.read(C.java:1)",
    "\\t... 2 more"
  };

  private final TestContext context = new TestContext();

  private DetectExceptionsOutput output(String... lines) {
    String[] all = new String[lines.length + 2];
    all[0] = "@type detect_exceptions";
    all[1] = "remove_tag_prefix raw";
    System.arraycopy(lines, 0, all, 2, lines.length);
    return (DetectExceptionsOutput) TestConfig.create(Output.class, context, all);
  }

  private static String log(String text) {
    return "{\"log\":\"" + text + "\"}";
  }

  private static void emit(EventSink output, String... texts) {
    TestEvent[] events = new TestEvent[texts.length];
    for (int i = 0; i < texts.length; i++) {
      events[i] = event("raw.a", i + 1, log(texts[i]));
    }
    output.emit(events[0].tag(), TestEvent.pack(events)).toCompletableFuture().join();
  }

  private List<String> texts() {
    return context.events().stream()
        .map(e -> e.json().substring(8, e.json().length() - 2))
        .toList();
  }

  @Test
  void theLinesOfATraceBecomeOneEventWithTheFirstOnesFieldsAndTime() {
    EventSink output = output("message log");

    output.emit(
        event("raw.a.b", 1, "{}").tag(),
        TestEvent.pack(
            event("raw.a.b", 1, "{\"n\":1,\"log\":\"up\"}"),
            event("raw.a.b", 2, "{\"n\":2,\"log\":\"java.lang.Error: x\\n\"}"),
            event("raw.a.b", 3, "{\"n\":3,\"log\":\"\\tat a.B.c(D.java:1)\\n\"}"),
            event("raw.a.b", 4, "{\"n\":4,\"log\":\"next\"}")));

    assertThat(context.events())
        .containsExactly(
            event("a.b", 1, "{\"n\":1,\"log\":\"up\"}"),
            event("a.b", 2, "{\"n\":2,\"log\":\"java.lang.Error: x\\n\\tat a.B.c(D.java:1)\\n\"}"),
            event("a.b", 4, "{\"n\":4,\"log\":\"next\"}"));
  }

  @Test
  void aTraceMayGoOnInTheNextStream() {
    EventSink output = output();
    emit(output, JAVA[0], JAVA[1]);
    assertThat(context.events()).isEmpty();

    emit(output, JAVA[2], JAVA[3], JAVA[4], "next");

    assertThat(texts()).containsExactly(String.join("", JAVA), "next");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "java   | x.FooException: a;\\tat b.C(d:1);--- End of stack trace from previous location"
            + " where exception was thrown ---;   at e;... 3 common frames omitted",
        "java   | NestedServletException: a; nested exception is:;b.SomeError: c;\\tat d",
        "js     | V8 errors stack trace:;  eval at Foo.a (b:1:2);  at c",
        "python | Traceback (most recent call last):;  File 'a', line 1;    x();ValueError: y",
        "php    | PHP Fatal error: Uncaught x;Stack trace:;#0 a.php(1): f();#1 {main};"
            + "  thrown in a.php on line 1",
        "go     | panic: x;;goroutine 1 [running]:;main.f(0x1);\\t/a.go:1;created by main.g;"
            + "\\t/a.go:2;;goroutine 2 [chan receive]:;a/b.(*C).d(0x2);\\t/b.go:3",
        "go     | panic: y;[signal 0xb];;goroutine 1 [running]:;main.f(0x1);\\t/a.go:1",
        "ruby   | FooError (a):;  ;  a/b.rb:1:in `c';  a/d.rb:2:in `e'",
        "dart   | Unhandled exception:;Instance of 'A';#0 main (a.dart:1);<asynchronous suspension>",
        "dart   | Unhandled exception:;'a.dart': Failed;b: line;  ^;;;#0 main (a.dart:1)",
        "dart   | Unhandled exception:;FormatException: a;b;  ^;;#0 main (a.dart:1)",
        "dart   | Unhandled exception:;NoSuchMethodError: a;Receiver: b;Tried calling: c;Found: d;"
            + "#0 main (a.dart:1)"
      })
  void tracesOfEachLanguageAreJoined(String language, String lines) {
    for (String setting : List.of("languages " + language, "languages all")) {
      context.emits().clear();
      DetectExceptionsOutput output = output(setting);
      String[] trace = lines.split(";", -1);

      emit(output, "before");
      emit(output, trace);
      emit(output, "after");

      assertThat(texts()).containsExactly("before", String.join("", trace), "after");
    }
  }

  @Test
  void aLanguageThatIsNotAskedForIsNotJoined() {
    EventSink output = output("languages go,py");

    emit(output, JAVA);

    assertThat(texts()).containsExactly(JAVA);
  }

  @Test
  void anotherTraceMayBeginRightBehind() {
    EventSink output = output();

    emit(output, JAVA[0], JAVA[1], "panic: x", "", "end");

    assertThat(texts()).containsExactly(JAVA[0] + JAVA[1], "panic: x", "end");
  }

  @Test
  void streamsAndTagsAreKeptApart() {
    EventSink output = output("stream s");
    output.emit(
        event("raw.a", 1, "{}").tag(),
        TestEvent.pack(
            event("raw.a", 1, "{\"s\":1,\"log\":\"java.Error: a\"}"),
            event("raw.a", 2, "{\"s\":2,\"log\":\"java.Error: b\"}"),
            event("raw.a", 3, "{\"s\":1,\"log\":\"\\tat a\"}"),
            event("raw.a", 4, "{\"s\":2,\"log\":\"\\tat b\"}"),
            event("raw.a", 5, "{\"s\":1,\"log\":\"end a\"}")));

    assertThat(context.events())
        .containsExactly(
            event("a", 1, "{\"s\":1,\"log\":\"java.Error: a\\tat a\"}"),
            event("a", 5, "{\"s\":1,\"log\":\"end a\"}"));
    assertThat(context.gauge("held_groups")).isEqualTo(1);
  }

  @Test
  void theFieldIsLookedForUnlessItIsNamed() {
    EventSink output = output();

    output.emit(
        event("raw.a", 1, "{}").tag(),
        TestEvent.pack(
            event("raw.a", 1, "{\"message\":\"java.Error: a\",\"log\":1}"),
            event("raw.a", 2, "{\"message\":\"\\tat a\",\"log\":2}"),
            event("raw.a", 3, "{\"other\":1}"),
            event("raw.a", 4, "{\"message\":5}")));

    assertThat(context.events())
        .containsExactly(
            event("a", 1, "{\"message\":\"java.Error: a\\tat a\",\"log\":1}"),
            event("a", 3, "{\"other\":1}"),
            event("a", 4, "{\"message\":5}"));
  }

  @Test
  void lineBreaksArePutWhereThereAreNone() {
    EventSink output = output("force_line_breaks true");

    emit(output, "java.Error: a", "\\tat b", "\\tat c\\n", "\\tat d", "x");

    assertThat(texts()).containsExactly("java.Error: a\\n\\tat b\\tat c\\n\\n\\tat d", "x");
  }

  @Test
  void aTraceHasNoMoreLinesAndBytesThanItMay() {
    emit(output("max_lines 2"), "a.Error: x", "\\tat b", "\\tat c", "\\tat d");
    assertThat(texts()).containsExactly("a.Error: x\\tat b", "\\tat c", "\\tat d");

    context.emits().clear();
    emit(output("max_bytes 18"), "a.Error: x", "\\tat b", "\\tat c", "a.Error: y", "z");
    assertThat(texts()).containsExactly("a.Error: x\\tat b", "\\tat c", "a.Error: y", "z");
  }

  @Test
  void anOldTraceIsEmittedAndAnotherCanBegin() {
    DetectExceptionsOutput output = output("multiline_flush_interval 5");
    emit(output, JAVA[0], JAVA[1]);

    context.manualClock().advance(Duration.ofSeconds(5));
    output.flushOlderThan(Duration.ofSeconds(5));
    assertThat(context.events()).isEmpty();

    context.manualClock().advance(Duration.ofMillis(1));
    output.flushOlderThan(Duration.ofSeconds(5));
    assertThat(texts()).containsExactly(JAVA[0] + JAVA[1]);
    emit(output, JAVA[3]);
    assertThat(texts()).containsExactly(JAVA[0] + JAVA[1], JAVA[3]);
    assertThat(context.gauge("held_bytes")).isZero();
  }

  @Test
  void nothingIsHeldOnceTheAgentStops() {
    DetectExceptionsOutput output = output();
    emit(output, JAVA[0]);

    output.beforeShutdown();
    emit(output, JAVA[0], JAVA[1]);

    assertThat(texts()).containsExactly(JAVA[0], JAVA[0] + JAVA[1]);
  }

  @Test
  void theOldestTraceGoesOnWhenThereAreTooMany() {
    DetectExceptionsOutput output = output("stream s", "group_limit 1");

    output.emit(
        event("raw.a", 1, "{}").tag(),
        TestEvent.pack(
            event("raw.a", 1, "{\"s\":1,\"log\":\"java.Error: a\"}"),
            event("raw.a", 2, "{\"s\":2,\"log\":\"java.Error: b\"}")));

    assertThat(context.events())
        .containsExactly(event("a", 1, "{\"s\":1,\"log\":\"java.Error: a\"}"));
    assertThat(context.gauge("held_groups")).isEqualTo(1);
  }

  @Test
  void aStreamWithoutTracesIsPassedOnAsItIs() {
    PackedEvents stream = TestEvent.pack(event("raw.a", 1, log("a")), event("raw.a", 2, log("b")));

    output().emit(event("raw.a", 1, "{}").tag(), stream);

    assertThat(context.emits().get(0).events()).isSameAs(stream);
  }

  @Test
  void theAnswerIsThatOfTheNextOutput() {
    context.sink(
        (tag, events) -> CompletableFuture.failedFuture(new IllegalStateException("full")));

    assertThat(
            output()
                .emit(event("raw.a", 1, "{}").tag(), TestEvent.pack(event("raw.a", 1, log("a"))))
                .toCompletableFuture())
        .isCompletedExceptionally();
  }

  @Test
  void aTagThatDoesNotBeginWithThePrefixDoesNotGoRoundForEver() {
    List<EventSink> self = new ArrayList<>();
    context.sink((tag, events) -> self.get(0).emit(tag, events));
    self.add(output());

    self.get(0)
        .emit(event("other", 1, "{}").tag(), TestEvent.pack(event("other", 1, log("a"))))
        .toCompletableFuture()
        .join();

    assertThat(context.failures()).hasSize(1);
    assertThat(context.failures().get(0).error()).hasMessageContaining("remove_tag_prefix");
  }

  @Test
  void aLanguageNobodyKnowsIsRefused() {
    assertThatThrownBy(() -> output("languages cobol"))
        .hasMessageContaining("Unknown language: cobol");
  }

  private static Callable<Void> emitting(EventSink output, String tag, String text) {
    PackedEvents stream = TestEvent.pack(event(tag, 1, log(text)));
    return () -> output.emit(Tag.of(tag), stream).toCompletableFuture().join();
  }

  @Test
  void tagsThatComeBackAsEachOtherDoNotWaitForEachOther() throws Exception {
    EmitCircle circle = new EmitCircle();
    context.sink(circle);
    EventSink output = output();
    circle.back((tag, events) -> output.emit(Tag.of("raw." + tag), events));

    Concurrently.call(List.of(emitting(output, "raw.a", "a"), emitting(output, "raw.b", "b")));

    assertThat(circle.arrived())
        .containsExactlyInAnyOrder("a " + log("a"), "b " + log("b"), "a {}", "b {}");
  }

  @Test
  void oneStreamIsEmittedAfterTheOtherThoughNotUnderALock() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    List<String> order = new CopyOnWriteArrayList<>();
    context.sink(
        (tag, events) -> {
          String text = TestEvent.unpack(tag, events.packed()).get(0).json();
          order.add("begin " + text);
          if (first.getCount() > 0) {
            first.countDown();
            await(release);
          }
          order.add("end " + text);
          return EventSink.DONE;
        });
    DetectExceptionsOutput output = output();
    Thread one = new Thread(() -> emit(output, "1"));
    Thread two = new Thread(() -> emit(output, "2"));
    one.start();
    await(first);
    two.start();
    Awaitility.await().until(() -> two.getState() == Thread.State.WAITING);

    release.countDown();
    one.join();
    two.join();

    assertThat(order)
        .containsExactly(
            "begin " + log("1"), "end " + log("1"), "begin " + log("2"), "end " + log("2"));
  }

  @Test
  void anEmitThatThrowsDoesNotHoldUpTheNext() {
    AtomicBoolean broken = new AtomicBoolean(true);
    context.sink(
        (tag, events) -> {
          if (broken.getAndSet(false)) {
            throw new IllegalStateException("broken");
          }
          return EventSink.DONE;
        });
    DetectExceptionsOutput output = output();

    assertThatThrownBy(() -> emit(output, "1")).hasMessage("broken");

    emit(output, "2");
    assertThat(broken).isFalse();
  }
}
