package io.millrace.plugins.output;

import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Child;
import io.millrace.api.ConfigException;
import io.millrace.api.EventSink;
import io.millrace.api.Output;
import io.millrace.api.Tag;
import io.millrace.event.EventStream;
import io.millrace.testkit.TestChild;
import io.millrace.testkit.TestContext;
import io.millrace.testkit.TestEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In which order roundrobin hands streams to its stores. */
class RoundRobinOutputTest {
  private static final Tag TAG = Tag.of("app");
  private static final EventStream EVENTS = TestEvent.pack(event("app", 1, "{\"n\":1}"));

  private final TestContext context = new TestContext();
  private final List<String> order = new ArrayList<>();

  private Child<Output> store(String name, String weight) {
    return new TestChild<>(
        "note", "", Map.of("weight", weight), any -> new NotedStore(name, order, EventSink.DONE));
  }

  @SafeVarargs
  @SuppressWarnings("varargs") // the list only reads the array
  private EventSink output(Child<Output>... stores) {
    var config = new RoundRobinOutput.Config(List.of(stores));
    return (EventSink) new RoundRobinOutput.Factory().create(config, context);
  }

  private static void emit(EventSink output, int times) {
    for (int i = 0; i < times; i++) {
      output.emit(TAG, EVENTS);
    }
  }

  @Test
  void equalStoresTakeTurnsInTheirOrder() {
    EventSink output =
        output(
            store("a", "1"),
            store("b", "1"),
            new TestChild<>("note", "", any -> new NotedStore("c", order, EventSink.DONE)));

    emit(output, 7);

    assertThat(order).containsExactly("a", "b", "c", "a", "b", "c", "a");
  }

  @Test
  void turnsGoByWeightInLowestTerms() {
    emit(output(store("a", "30"), store("b", "10"), store("never", "0")), 8);

    assertThat(Collections.frequency(order, "a")).isEqualTo(6);
    assertThat(Collections.frequency(order, "b")).isEqualTo(2);
    assertThat(order.subList(0, 4)).isEqualTo(order.subList(4, 8));
  }

  @Test
  void theAnswerIsTheStores() {
    CompletionStage<Void> failure = EventSink.failed(new IllegalStateException("down"));
    EventSink output =
        output(
            new TestChild<>("note", "", any -> new NotedStore("a", order, failure)),
            store("b", "1"));

    assertThat(output.emit(TAG, EVENTS)).isSameAs(failure);
    assertThat(order).containsExactly("a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "x", "1.5"})
  void aWeightIsAWholeNumber(String weight) {
    assertThatThrownBy(() -> output(store("a", weight)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(
            "weight of <store> must be a whole number of 0 or more, not " + weight);
  }

  @Test
  void someStoreMustHaveAWeight() {
    assertThatThrownBy(() -> output(store("a", "0"), store("b", "0")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("weight is 0 in every <store>");
    assertThatThrownBy(() -> output(store("a", "1"), store("b", "2000000")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("use smaller numbers");
  }
}
