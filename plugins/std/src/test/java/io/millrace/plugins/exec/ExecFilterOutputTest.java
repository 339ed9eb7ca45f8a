package io.millrace.plugins.exec;

import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.ConfigException;
import io.millrace.api.RetryableException;
import io.millrace.testkit.Concurrently;
import io.millrace.testkit.OutputDriver;
import io.millrace.testkit.TestContext;
import io.millrace.testkit.TestEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Events on their way through real child processes. */
class ExecFilterOutputTest {
  private static final String JSON =
      "<format>\n @type json\n</format>\n<parse>\n @type json\n</parse>";

  private final TestContext context = new TestContext();

  @TempDir Path dir;

  private static ConditionFactory soon() {
    return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(10));
  }

  private OutputDriver start(String... lines) throws Exception {
    return OutputDriver.of(context, "exec_filter", lines).start();
  }

  private static Object field(TestEvent event, String name) {
    return ((Map<?, ?>) event.fields()).get(name);
  }

  private void write(OutputDriver output, int n) throws Exception {
    output.write(output.chunk(event("in.t", 5, "{\"n\":" + n + "}")));
  }

  private void writeWhenAlive(OutputDriver output, int n) {
    soon()
        .ignoreExceptions()
        .until(
            () -> {
              write(output, n);
              return true;
            });
  }

  @Test
  void whatTheChildWritesComesBack() throws Exception {
    try (OutputDriver output =
        start(
            "command sed -u s/a/b/",
            "tag out",
            "<inject>\n tag_key tag\n time_key at\n</inject>",
            "<format>\n keys tag,at,k\n</format>",
            "<parse>\n keys tag,at,k\n</parse>",
            "<extract>\n tag_key tag\n time_key at\n</extract>")) {
      output.write(output.chunk(event("in.t", 5, "{\"k\":\"xay\"}"), event("in.t", 6, "{}")));

      soon()
          .untilAsserted(
              () ->
                  assertThat(context.events())
                      .containsExactly(
                          event("in.t", 5, "{\"k\":\"xby\"}"), event("in.t", 6, "{\"k\":\"\"}")));
    }
  }

  @Test
  void parametersOfOldAreSections() throws Exception {
    try (OutputDriver output =
        start(
            "command sed -u s/xay/xby/",
            "in_format json",
            "out_format json",
            "tag_key tag",
            "time_key at",
            "time_format %s")) {
      output.write(output.chunk(event("in.t", 5, "{\"k\":\"xay\"}")));

      soon()
          .untilAsserted(
              () ->
                  assertThat(context.events())
                      .containsExactly(event("in.t", 5, "{\"k\":\"xby\"}")));
    }
  }

  @Test
  void prefixesOfTagsAreTakenOffAndPutOn() throws Exception {
    try (OutputDriver output =
        start(
            "command cat",
            "remove_prefix in",
            "add_prefix out",
            "tag none",
            "<inject>\n tag_key tag\n</inject>",
            JSON,
            "<extract>\n tag_key tag\n</extract>")) {
      write(output, 1);
      output.write(output.chunk(event("inner.t", 5, "{}")));

      soon().untilAsserted(() -> assertThat(context.events()).hasSize(2));
      assertThat(context.events())
          .extracting(e -> e.tag().value())
          .containsExactly("out.t", "out.inner.t");
    }
  }

  @Test
  void theFieldOfJsonCalledTimeIsNoTime() throws Exception {
    try (OutputDriver output = start("command cat", "tag out", JSON)) {
      output.write(output.chunk(event("in.t", 5, "{\"time\":7}")));

      soon().untilAsserted(() -> assertThat(context.events()).hasSize(1));
      assertThat(field(context.events().get(0), "time")).hasToString("7");
    }
  }

  @Test
  void chunksGoToTheChildrenInTurn() throws Exception {
    try (OutputDriver output =
        start(
            "command while read line; do echo $$; done",
            "tag out",
            "num_children 2",
            "<format>\n @type json\n</format>\n<parse>\n @type none\n</parse>")) {
      for (int i = 0; i < 4; i++) {
        write(output, i);
      }

      soon().untilAsserted(() -> assertThat(context.events()).hasSize(4));
      assertThat(context.events().stream().map(e -> field(e, "message")).distinct()).hasSize(2);
    }
  }

  @Test
  void withoutRespawnAChildThatEndedIsMissed() throws Exception {
    try (OutputDriver output = start("command true", "tag out", JSON)) {
      soon()
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> write(output, 1))
                      .isInstanceOf(RetryableException.class)
                      .hasMessageContaining("no healthy child processes exist"));
    }
  }

  @Test
  void aChildThatEndedIsReplacedAsOftenAsToldTo() throws Exception {
    Path runs = dir.resolve("runs");
    try (OutputDriver output =
        start("command echo run >> " + runs + "; head -n 1", "tag out", "child_respawn 2", JSON)) {
      for (int i = 0; i < 3; i++) {
        int n = i;
        writeWhenAlive(output, n);
        soon().untilAsserted(() -> assertThat(context.events()).hasSize(n + 1));
      }

      soon()
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> write(output, 4))
                      .hasMessageContaining("no healthy child processes exist"));
      assertThat(Files.readAllLines(runs)).hasSize(3);
    }
  }

  @Test
  void shutdownWaitsForWhatTheChildHolds() throws Exception {
    OutputDriver output = start("command sort", "tag out", JSON);
    write(output, 2);
    write(output, 1);

    output.close();

    assertThat(context.events())
        .extracting(TestEvent::json)
        .containsExactly("{\"n\":1}", "{\"n\":2}");
  }

  @Test
  void aFullBufferHoldsChildAndWriterBack() throws Exception {
    CompletableFuture<Void> room = new CompletableFuture<>();
    context.sink((tag, events) -> room);
    try (OutputDriver output = start("command cat", "tag out", JSON)) {
      String text = "x".repeat(1000);
      TestEvent[] many = new TestEvent[1000];
      Arrays.fill(many, event("in.t", 5, "{\"k\":\"" + text + "\"}"));
      CompletableFuture<Void> written = Concurrently.run(() -> output.write(output.chunk(many)));
      Awaitility.await().during(Duration.ofMillis(300)).until(() -> !written.isDone());

      room.complete(null);

      soon().until(written::isDone);
      assertThat(written).isCompleted();
    }
  }

  @Test
  void aChildThatNeverReadsIsKilledOnceTheAgentEnds() throws Exception {
    Path pid = dir.resolve("pid");
    OutputDriver output = start("command echo $$ > " + pid + "; exec sleep 604", "tag out", JSON);
    TestEvent[] many = new TestEvent[300];
    Arrays.fill(many, event("in.t", 5, "{\"k\":\"" + "x".repeat(1000) + "\"}"));
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    Thread writer =
        new Thread(
            () -> {
              try {
                output.write(output.chunk(many));
              } catch (Exception e) {
                failure.complete(e);
              }
            });
    writer.start();
    soon().until(() -> Files.exists(pid) && !Files.readString(pid).isBlank());
    output.plugin().stop();

    assertThat(failure.get(30, TimeUnit.SECONDS)).isInstanceOf(RetryableException.class);

    output.close();
    long number = Long.parseLong(Files.readString(pid).strip());
    assertThat(ProcessHandle.of(number).map(ProcessHandle::isAlive).orElse(false)).isFalse();
  }

  @Test
  void outputThatIsNoEventIsCounted() throws Exception {
    try (OutputDriver output =
        start(
            "command echo nonsense; exec cat", "tag out", "suppress_error_log_interval 60", JSON)) {
      write(output, 1);

      soon().untilAsserted(() -> assertThat(context.events()).hasSize(1));
      assertThat(context.count("unparsed_texts")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "command cat | 'tag' or '<extract> tag_key </extract>' option is required on exec_filter output",
        "tag t\\ncommand cat\\nchild_respawn often | child_respawn option argument invalid: often",
        "tag t\\ncommand cat\\nnum_children 0 | num_children 0: at least 1 is needed",
      })
  void refusals(String lines, String message) {
    List<String> all = List.of(lines.replace("\\n", "\n"), JSON);
    assertThatThrownBy(() -> OutputDriver.of("exec_filter", all.toArray(String[]::new)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }
}
