package io.millrace.verify;

import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.ByteArraySink;
import io.millrace.event.EventTime;
import io.millrace.event.PackReader;
import io.millrace.event.PackWriter;
import io.millrace.net.EventLoops;
import io.millrace.net.ListenerRegistry;
import io.millrace.net.forward.ValueReader;
import io.millrace.testkit.Concurrently;
import io.millrace.testkit.InputDriver;
import io.millrace.testkit.TestContext;
import io.millrace.testkit.TestEvent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code millrace cat} against a real forward input. */
class CatCommandTest {
  private static final String TIME = "2024-01-02 03:04:05.5 UTC";
  private static final EventTime PARSED = new EventTime(1_704_164_645, 500_000_000);

  private final TestContext context = new TestContext("in_forward");
  private final EventLoops loops = new EventLoops();
  private final ListenerRegistry registry = new ListenerRegistry(loops);
  private InputDriver input;
  private int port;

  @BeforeEach
  void startForwardInput() throws Exception {
    port = freePort();
    context.service(ListenerRegistry.class, registry);
    input = InputDriver.of(context, "forward", "bind 127.0.0.1", "port " + port).start();
  }

  @AfterEach
  void stop() {
    input.close();
    registry.close();
    loops.close();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private CommandRun cat(String in, String... arguments) {
    return cat(in.getBytes(StandardCharsets.UTF_8), arguments);
  }

  private CommandRun cat(byte[] in, String... arguments) {
    List<String> all = new ArrayList<>(List.of("-p", "" + port, "--event-time", TIME));
    all.addAll(Arrays.asList(arguments));
    return CommandRun.of("cat", new ByteArrayInputStream(in), all.toArray(String[]::new));
  }

  private void awaitEvents(TestEvent... events) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(context.events()).containsExactly(events));
  }

  @Test
  void sendsEachLineOfJson() {
    CommandRun run = cat("{\"n\":1}\n{\"n\":2,\"s\":\"é\"}", "app.log");

    assertThat(run.status()).as(run.err()).isZero();
    awaitEvents(
        event("app.log", PARSED, "{\"n\":1}"), event("app.log", PARSED, "{\"n\":2,\"s\":\"é\"}"));
  }

  @Test
  void sendsLinesAsTextUnderAKey() {
    CommandRun run = cat("one two\r\n\nthree\n", "--none", "--message-key", "text", "app");

    assertThat(run.status()).as(run.err()).isZero();
    awaitEvents(
        event("app", PARSED, "{\"text\":\"one two\"}"),
        event("app", PARSED, "{\"text\":\"\"}"),
        event("app", PARSED, "{\"text\":\"three\"}"));
  }

  @Test
  void sendsMessagePackRecordsAndThoseOfPairs() {
    PackWriter pack = new PackWriter(new ByteArraySink(64));
    pack.value(Map.of("n", 1L));
    pack.arrayHeader(2);
    pack.eventTime(7, 0); // is ignored
    pack.value(Map.of("n", 2L));

    CommandRun run = cat(pack.sink().toBytes(), "-f", "msgpack", "app");

    assertThat(run.status()).as(run.err()).isZero();
    awaitEvents(event("app", PARSED, "{\"n\":1}"), event("app", PARSED, "{\"n\":2}"));
  }

  @Test
  void sendsTimesAsIntegers() {
    CommandRun run = cat("{}\n", "--time-as-integer", "app");

    assertThat(run.status()).as(run.err()).isZero();
    Awaitility.await().until(() -> !context.emits().isEmpty());
    var cursor = context.emits().get(0).events().cursor();
    cursor.next();
    assertThat(cursor.integerTime()).isTrue();
    assertThat(cursor.seconds()).isEqualTo(PARSED.seconds());
  }

  @Test
  void sendsALineWhileTheNextIsAwaited() throws Exception {
    PipedOutputStream writer = new PipedOutputStream();
    PipedInputStream in = new PipedInputStream(writer);
    CompletableFuture<CommandRun> run =
        Concurrently.call(
            () -> CommandRun.of("cat", in, "-p", "" + port, "--event-time", TIME, "app"));

    writer.write("{\"n\":1}\n".getBytes(StandardCharsets.UTF_8));
    writer.flush();

    awaitEvents(event("app", PARSED, "{\"n\":1}"));
    writer.close();
    assertThat(run.get(20, TimeUnit.SECONDS).status()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[1]       | Input must be a map: line 2 is none",
        "{\"n\":   | line 2: invalid JSON",
      })
  void aBadLineEndsItAfterTheLinesBeforeWereSent(String bad, String message) {
    CommandRun run = cat("{\"n\":1}\n" + bad + "\n{\"n\":3}\n", "app");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains(message);
    awaitEvents(event("app", PARSED, "{\"n\":1}"));
  }

  @Test
  void whatIsNoMessagePackEndsIt() {
    CommandRun run = cat(new byte[] {(byte) 0xc1}, "--msgpack", "app");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("the input is no MessagePack");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "                      | Missing required parameter: 'TAG'",
        "app more              | unexpected argument 'more'",
        "-f xml app            | unknown format 'xml': expected json, msgpack or none",
        "--event-time soon app | --event-time soon: no time can be made out",
        "--prot 1 app          | unknown flag '--prot'. Did you mean --port?",
      })
  void argumentsThatMakeNoSenseAreRefusedWithTheUsage(String arguments, String message) {
    String[] words = arguments == null ? new String[0] : arguments.split(" ");

    CommandRun run = CommandRun.of("cat", "", words);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("Usage: millrace cat", "Error: " + message);
  }

  @Test
  void itGivesUpAfterTheRetries() throws IOException {
    CommandRun run =
        CommandRun.of("cat", "{}\n", "-p", "" + freePort(), "--retry-limit", "1", "app");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).containsPattern("(?s)connect failed: .*connect failed: ");
    assertThat(run.err()).contains("Error: exceed retry limit");
  }

  @Test
  void itWaitsForAnInputThatStartsLater() throws Exception {
    input.stop();
    CompletableFuture<CommandRun> run =
        Concurrently.call(() -> cat("{\"n\":1}\n", "--retry-limit", "60", "app"));
    input = InputDriver.of(context, "forward", "bind 127.0.0.1", "port " + port).start();

    assertThat(run.get(60, TimeUnit.SECONDS).status()).isZero();
    awaitEvents(event("app", PARSED, "{\"n\":1}"));
  }

  @Test
  void sendsThroughASocketOfTheFileSystem(@TempDir Path dir) throws Exception {
    Path path = dir.resolve("fluent.sock");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(path));

      CommandRun run =
          CommandRun.of(
              "cat", "{\"n\":1}\n", "-u", "-s", path.toString(), "--event-time", TIME, "a");

      assertThat(run.status()).as(run.err()).isZero();
      try (var in = Channels.newInputStream(server.accept())) {
        assertThat(PackReader.read(new ValueReader(in, 1000).next().orElseThrow()))
            .isEqualTo(List.of("a", List.of(List.of(PARSED, Map.of("n", 1L)))));
      }
    }
  }
}
