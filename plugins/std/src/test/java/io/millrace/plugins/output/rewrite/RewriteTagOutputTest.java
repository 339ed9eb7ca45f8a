package io.millrace.plugins.output.rewrite;

import static io.millrace.testkit.TestConfig.section;
import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.EventSink;
import io.millrace.api.Output;
import io.millrace.api.Tag;
import io.millrace.event.PackedEvents;
import io.millrace.testkit.TestConfig;
import io.millrace.testkit.TestContext;
import io.millrace.testkit.TestEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Which tag and label rewrite_tag_filter gives an event. */
class RewriteTagOutputTest {
  private final TestContext context = new TestContext();

  private EventSink output(String... lines) {
    String[] all = new String[lines.length + 1];
    all[0] = "@type rewrite_tag_filter";
    System.arraycopy(lines, 0, all, 1, lines.length);
    Output output = TestConfig.create(Output.class, context, all);
    try {
      output.start();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return (EventSink) output;
  }

  private static String rule(String... lines) {
    return section("rule", lines);
  }

  private static void emit(EventSink output, TestEvent... events) {
    output.emit(events[0].tag(), TestEvent.pack(events)).toCompletableFuture().join();
  }

  private List<String> tags() {
    return context.events().stream().map(event -> event.tag().value()).toList();
  }

  @Test
  void theFirstRuleThatMatchesGivesTheTag() {
    EventSink output =
        output(
            rule("key $.app.name", "pattern /^(\\w+)-(\\w+)$/", "tag $2.$1.$3.${tag}"),
            rule("key app", "pattern /./", "tag whole.${tag_parts[1]}"));

    emit(
        output,
        event("in.x", 1, "{\"app\":{\"name\":\"web-shop\"}}"),
        event("in.x", 2, "{\"app\":7}"),
        event("in.x", 3, "{\"app\":\"\"}"),
        event("in.x", 4, "{}"));

    assertThat(tags()).containsExactly("shop.web..in.x", "whole.x");
    assertThat(context.count("unmatched_records")).isEqualTo(2);
  }

  @Test
  void anInvertedRuleTakesWhatDoesNotMatchEvenNothing() {
    EventSink output = output(rule("key level", "pattern /^info$/", "tag odd.$1", "invert true"));

    emit(output, event("in", 1, "{\"level\":\"warn\"}"), event("in", 2, "{}"));
    emit(output, event("in", 3, "{\"level\":\"info\"}"));

    assertThat(tags()).containsExactly("odd.$1", "odd.$1");
  }

  @Test
  void aTagThatStaysIsNotEmittedAgainUnlessItHasALabel() {
    List<TestEvent> labelled = new ArrayList<>();
    context.label(
        "@ALERT",
        (tag, events) -> {
          labelled.addAll(TestEvent.unpack(tag, events.packed()));
          return EventSink.DONE;
        });
    EventSink output =
        output(
            rule("key a", "pattern /1/", "tag ${tag}"),
            rule("key b", "pattern /1/", "tag ${tag}", "label @ALERT"));

    emit(output, event("t", 1, "{\"a\":1}"), event("t", 2, "{\"b\":1}"));

    assertThat(context.events()).isEmpty();
    assertThat(labelled).containsExactly(event("t", 2, "{\"b\":1}"));
  }

  @Test
  void thePrefixIsLeftOutOfPlaceholdersAndGroupsAreCapitalized() {
    EventSink output =
        output(
            "remove_tag_prefix raw.in",
            "capitalize_regex_backreference yes",
            rule("key k", "pattern /(\\w+)/", "tag $1.${tag_parts[0]}.__TAG__.__TAG_PARTS[1]__"));

    emit(output, event("raw.in.a.b", 1, "{\"k\":\"wEB\"}"));

    assertThat(tags()).containsExactly("Web.a.a.b.b");
  }

  @Test
  void aRegexpMayShortenTheTagAndACommandNameTheHost() {
    EventSink output =
        output(
            "remove_tag_regexp /\\.x$/",
            "hostname_command echo box",
            rule("key k", "pattern /./", "tag ${tag}.${hostname}.${nothing}.__HOSTNAME__"));

    emit(output, event("in.x", 1, "{\"k\":1}"));

    assertThat(tags()).containsExactly("in.box..box");
  }

  @Test
  void aStreamThatGoesOneWayIsPassedOnAsItIsAndOthersAreSorted() {
    EventSink output = output(rule("key k", "pattern /(.)/", "tag $1"));
    TestEvent[] same = {event("in", 1, "{\"k\":\"a\"}"), event("in", 2, "{\"k\":\"a\"}")};
    PackedEvents stream = TestEvent.pack(same);

    output.emit(Tag.of("in"), stream);
    emit(
        output,
        event("in", 3, "{\"k\":\"b\"}"),
        event("in", 4, "{\"k\":\"a\"}"),
        event("in", 5, "{}"),
        event("in", 6, "{\"k\":\"b\"}"));

    assertThat(context.emits().get(0).events().array()).isSameAs(stream.array());
    assertThat(context.emits())
        .extracting(emit -> emit.tag().value())
        .containsExactly("a", "b", "a");
    assertThat(context.emits()).extracting(emit -> emit.events().count()).containsExactly(2, 2, 1);
  }

  @Test
  void modeRecordEmitsEachEventAlone() {
    EventSink output = output("emit_mode record", rule("key k", "pattern /./", "tag out"));

    emit(output, event("in", 1, "{\"k\":1}"), event("in", 2, "{\"k\":2}"));

    assertThat(context.emits()).extracting(emit -> emit.events().count()).containsExactly(1, 1);
  }

  @Test
  void eventsMayComeBackToTheSameOutput() {
    List<EventSink> self = new ArrayList<>();
    List<String> seen = new ArrayList<>();
    context.sink(
        (tag, events) -> {
          seen.add(tag + ":" + events.count());
          return tag.parts().size() < 3 ? self.get(0).emit(tag, events) : EventSink.DONE;
        });
    self.add(output("emit_mode record", rule("key k", "pattern /(\\d)/", "tag ${tag}.$1")));

    emit(self.get(0), event("t", 1, "{\"k\":1}"), event("t", 2, "{\"k\":2}"));

    assertThat(seen).containsExactly("t.1:1", "t.1.1:1", "t.2:1", "t.2.2:1");
  }

  @Test
  void bytesThatAreNoTextBecomeQuestionMarksInTheTag() {
    EventSink output = output(rule("key k", "pattern /^(.*)$/", "tag x.$1"));

    output.emit(
        Tag.of("in"),
        PackedEvents.check(
            io.millrace.event.ByteSlice.of(
                new byte[] {
                  (byte) 0x92, 1, (byte) 0x81, (byte) 0xa1, 'k', (byte) 0xa2, 'a', (byte) 0xff
                })));

    assertThat(tags()).containsExactly("x.a?");
  }

  @Test
  void theAnswerWaitsForAllWays() {
    CompletableFuture<Void> open = new CompletableFuture<>();
    context.sink((tag, events) -> tag.value().equals("a") ? open : EventSink.DONE);
    EventSink output = output(rule("key k", "pattern /(.)/", "tag $1"));

    CompletableFuture<Void> answer =
        output
            .emit(
                Tag.of("in"),
                TestEvent.pack(event("in", 1, "{\"k\":\"a\"}"), event("in", 2, "{\"k\":\"b\"}")))
            .toCompletableFuture();

    assertThat(answer).isNotDone();
    open.complete(null);
    assertThat(answer).isCompleted();
  }

  @Test
  void settingsThatMakeNoSenseAreRefused() {
    String one = rule("key k", "pattern /a/", "tag t");
    assertThatThrownBy(() -> output(one, one)).hasMessageContaining("duplicated rewriterules");
    assertThatThrownBy(() -> output()).hasMessageContaining("rule");
    assertThatThrownBy(() -> output("remove_tag_prefix a", "remove_tag_regexp /b/", one))
        .hasMessageContaining("remove_tag_prefix and remove_tag_regexp are exclusive");
    assertThatThrownBy(() -> output("rewriterule1 k a t", one))
        .hasMessageContaining("Use <rule> section instead");
    assertThatThrownBy(() -> output(rule("key k", "pattern /a/", "tag ${tag_parts[0..1]}")))
        .hasMessageContaining("do not support ranges");
    assertThatThrownBy(() -> output(rule("key k", "pattern /a/", "tag t", "label @NONE")))
        .hasMessageContaining("@NONE label not found");
  }
}
