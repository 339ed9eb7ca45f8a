package io.millrace.plugins.exec;

import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.ConfigException;
import io.millrace.api.EventSink;
import io.millrace.testkit.InputDriver;
import io.millrace.testkit.TestContext;
import io.millrace.testkit.TestEvent;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What in_exec makes of the output of real commands. */
class ExecInputTest {
  private final TestContext context = new TestContext();

  private Optional<InputDriver> input = Optional.empty();

  @TempDir Path dir;

  private static ConditionFactory soon() {
    return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(10));
  }

  private void start(String... lines) throws Exception {
    input = Optional.of(InputDriver.of(context, "exec", lines).start());
  }

  @AfterEach
  void close() {
    input.ifPresent(InputDriver::close);
  }

  private static Object field(TestEvent event, String name) {
    return ((Map<?, ?>) event.fields()).get(name);
  }

  private void expect(TestEvent... events) {
    soon().untilAsserted(() -> assertThat(context.events()).containsExactly(events));
  }

  @Test
  void linesBecomeEvents() throws Exception {
    start(
        "command printf '1700000000\\ta\\t1\\n1700000001\\tb\\t2'",
        "tag t",
        "<parse>\n keys at,k,n\n types n:integer\n</parse>",
        "<extract>\n time_key at\n time_type unixtime\n</extract>");
    expect(
        event("t", 1_700_000_000, "{\"k\":\"a\",\"n\":1}"),
        event("t", 1_700_000_001, "{\"k\":\"b\",\"n\":2}"));
  }

  @Test
  void jsonNeedsNoLines() throws Exception {
    Path file = dir.resolve("values");
    Files.writeString(
        file,
        """
        {"k":"x",
        "at":1.5}{"k":"}\\"", "at":2} nonsense [{"k":"z","at":3}] {"k": "never ends
        {"k":"last","at":4}""");
    start(
        "command cat " + file,
        "<parse>\n @type json\n</parse>",
        "<extract>\n tag_key k\n time_key at\n</extract>");
    soon().untilAsserted(() -> assertThat(context.events()).hasSize(4));
    assertThat(context.events())
        .extracting(e -> e.tag().value() + "@" + e.time().seconds())
        .containsExactly("x@1", "}\"@2", "z@3", "last@4");
    assertThat(context.count("unparsed_texts")).isEqualTo(2);
  }

  @Test
  void errorsAreReadIfToldSo() throws Exception {
    start(
        "command echo one; echo two >&2",
        "tag t",
        "connect_mode read_with_stderr",
        "<parse>\n @type none\n</parse>");
    soon().untilAsserted(() -> assertThat(context.events()).hasSize(2));
    assertThat(context.events()).extracting(e -> field(e, "message")).containsExactly("one", "two");
  }

  @Test
  void theOutputOfAnotherEncodingBecomesUtf8() throws Exception {
    start(
        "command printf 'gr\\374n\\n'",
        "tag t",
        "encoding iso-8859-1",
        "<parse>\n @type none\n</parse>");
    soon().untilAsserted(() -> assertThat(context.events()).hasSize(1));
    assertThat(field(context.events().get(0), "message")).isEqualTo("grün");
  }

  @Test
  void aCommandRunsAtItsInterval() throws Exception {
    start("command echo x", "tag t", "run_interval 0.05", "<parse>\n @type none\n</parse>");
    soon().untilAsserted(() -> assertThat(context.events()).hasSizeGreaterThan(3));
  }

  @Test
  void aRunThatGoesOnIsNotDoubled() throws Exception {
    Path runs = dir.resolve("runs");
    start(
        "command echo run >> " + runs + "; echo x; exec sleep 600",
        "tag t",
        "run_interval 0.05",
        "<parse>\n @type none\n</parse>");
    soon().untilAsserted(() -> assertThat(context.events()).hasSize(1));
    Awaitility.await()
        .during(Duration.ofMillis(500))
        .until(() -> Files.readAllLines(runs).size() == 1);
  }

  @Test
  void aRunThatTakesTooLongIsKilledWithItsFamily() throws Exception {
    start(
        "command sleep 601 | cat & echo $!; wait",
        "tag t",
        "command_timeout 0.1",
        "<parse>\n @type none\n</parse>");
    soon().untilAsserted(() -> assertThat(context.events()).hasSize(1));
    long pid = Long.parseLong((String) field(context.events().get(0), "message"));
    soon().until(() -> ProcessHandle.of(pid).map(p -> !p.isAlive()).orElse(true));
  }

  @Test
  void shutdownEndsTheCommandAndItsFamily() throws Exception {
    start("command sleep 602 | cat & echo $!; wait", "tag t", "<parse>\n @type none\n</parse>");
    soon().untilAsserted(() -> assertThat(context.events()).hasSize(1));
    long pid = Long.parseLong((String) field(context.events().get(0), "message"));

    input.orElseThrow().stop();

    soon().until(() -> ProcessHandle.of(pid).map(p -> !p.isAlive()).orElse(true));
  }

  @Test
  void aFullBufferHoldsTheCommandBack() throws Exception {
    CompletableFuture<Void> room = new CompletableFuture<>();
    CompletableFuture<Void> reached = new CompletableFuture<>();
    context.sink(
        (tag, events) -> {
          reached.complete(null);
          return room;
        });
    Path done = dir.resolve("done");
    start(
        "command head -c 1000000 /dev/zero | tr '\\0' '\\n'; touch " + done,
        "tag t",
        "<parse>\n @type none\n</parse>");
    reached.get();
    Awaitility.await().during(Duration.ofMillis(300)).until(() -> !Files.exists(done));

    room.complete(null);

    soon().until(() -> Files.exists(done));
  }

  @Test
  void refusedEventsGoToTheErrorStream() throws Exception {
    context.sink((tag, events) -> EventSink.failed(new IllegalStateException("full")));
    start("command echo x; echo y", "tag t", "<parse>\n @type none\n</parse>");
    soon().untilAsserted(() -> assertThat(context.failures()).hasSize(2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "command x | 'tag' or 'tag_key' option is required on exec input",
        "tag t | command",
        "tag t\\ncommand x\\nencoding no-such | encoding no-such is not known",
        "tag t\\ncommand x\\nread_block_size 0 | read_block_size 0",
        "tag t\\ncommand x\\nrun_interval 0 | run_interval must be longer than 0",
      })
  void refusals(String lines, String message) {
    List<String> all = List.of(lines.replace("\\n", "\n"), "<parse>\n @type none\n</parse>");
    assertThatThrownBy(() -> InputDriver.of("exec", all.toArray(String[]::new)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 100_000})
  void messagePackMayBeCutAnywhere(int block) throws Exception {
    Path file = dir.resolve("events.msgpack");
    byte[] text = new byte[70_000];
    byte[] map = {(byte) 0x82, (byte) 0xa1, 'k', (byte) 0xdb, 0, 1, 0x11, 0x70};
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(map);
    bytes.write(text);
    bytes.write(new byte[] {(byte) 0xa1, 'n', (byte) 0xcd, 1, 0});
    bytes.write(new byte[] {(byte) 0x81, (byte) 0xa1, 'k', 1});
    Files.write(file, bytes.toByteArray());
    start(
        "command cat " + file,
        "tag t",
        "read_block_size " + block,
        "<parse>\n @type msgpack\n</parse>");
    soon().untilAsserted(() -> assertThat(context.events()).hasSize(2));
    assertThat(field(context.events().get(0), "n")).hasToString("256");
    assertThat(field(context.events().get(1), "k")).hasToString("1");
  }
}
