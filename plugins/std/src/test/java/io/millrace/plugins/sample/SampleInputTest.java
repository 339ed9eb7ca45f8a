package io.millrace.plugins.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.api.Input;
import io.millrace.api.Tag;
import io.millrace.plugins.ConfigText;
import io.millrace.testkit.TestContext;
import io.millrace.testkit.TestEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Source: Fluentd's sample input. */
class SampleInputTest {
  private static List<TestEvent> run(String config, int events) throws Exception {
    try (TestContext context = new TestContext()) {
      Input input = ConfigText.create(Input.class, "input", context, config);
      input.start();
      input.afterStart();
      await().until(() -> context.events().size() >= events);
      input.stop();
      input.shutdown();
      input.close();
      return context.events().subList(0, events);
    }
  }

  @Test
  void emitsRecordsInTurnWithANumber() throws Exception {
    List<TestEvent> events =
        run(
            "@type sample\ntag s\nsize 2\nrate 20\nauto_increment_key id\n"
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
    assertThat(run("@type dummy\ntag s\ndummy {\"hello\":\"world\"}\nrate 3", 2))
        .extracting(TestEvent::json)
        .containsOnly("{\"hello\":\"world\"}");
  }

  @Test
  void refusesWhatIsNoRecord() {
    assertThatThrownBy(() -> run("@type sample\ntag s\nsample [5]", 1))
        .hasMessageContaining("0th element of sample, 5, is not a hash");
    assertThatThrownBy(() -> run("@type sample\ntag s\nsample {\"a\"}", 1))
        .hasMessageContaining("sample {\"a\"}: invalid JSON");
    assertThatThrownBy(() -> run("@type sample\ntag s\nsample 5", 1))
        .hasMessageContaining("a JSON object, or an array of objects, is needed");
  }
}
