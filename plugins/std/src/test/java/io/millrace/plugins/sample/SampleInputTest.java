package io.millrace.plugins.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.api.Tag;
import io.millrace.testkit.InputDriver;
import io.millrace.testkit.TestEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Source: Fluentd's sample input. */
class SampleInputTest {
  private static List<TestEvent> run(String type, String lines, int events) throws Exception {
    try (InputDriver driver = InputDriver.of(type, lines).start()) {
      await().until(() -> driver.events().size() >= events);
      return driver.events().subList(0, events);
    }
  }

  @Test
  void emitsRecordsInTurnWithANumber() throws Exception {
    List<TestEvent> events =
        run(
            "sample",
            "tag s\nsize 2\nrate 20\nauto_increment_key id\n"
                + "sample [{\"user\":\"ann\"},{\"user\":\"bob\"},{\"id\":7,\"x\":[1]}]",
            4);
    assertThat(events)
        .extracting(TestEvent::json)
        .containsExactly(
            "{\"user\":\"ann\",\"id\":0}",
            "{\"user\":\"bob\",\"id\":1}",
            "{\"id\":2,\"x\":[1]}",
            "{\"user\":\"ann\",\"id\":3}");
    assertThat(events).allMatch(event -> event.tag().equals(Tag.of("s")));
  }

  @Test
  void answersToItsOldNameAndParameter() throws Exception {
    assertThat(run("dummy", "tag s\ndummy {\"hello\":\"world\"}\nrate 3", 2))
        .extracting(TestEvent::json)
        .containsOnly("{\"hello\":\"world\"}");
  }

  @Test
  void refusesWhatIsNoRecord() {
    assertThatThrownBy(() -> run("sample", "tag s\nsample [5]", 1))
        .hasMessageContaining("0th element of sample, 5, is not a hash");
    assertThatThrownBy(() -> run("sample", "tag s\nsample '{\"a\"}'", 1))
        .hasMessageContaining("sample {\"a\"}: invalid JSON");
    assertThatThrownBy(() -> run("sample", "tag s\nsample 5", 1))
        .hasMessageContaining("a JSON object, or an array of objects, is needed");
  }
}
