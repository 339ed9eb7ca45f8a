package io.millrace.plugins.buffer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Tag;
import io.millrace.engine.output.BufferedPipe;
import io.millrace.testkit.TestContext;
import io.millrace.testkit.TestEvent;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A process that is killed while it takes events: each event it acknowledged is delivered by its
 * successor. The process is a JVM of its own and the signal is SIGKILL.
 */
class BufferKillTest {
  private static final int ROUNDS = 3;

  @TempDir Path dir;

  private static final String[] SETTINGS = {
    "flush_interval 1s",
    "flush_thread_interval 0.05",
    "flush_thread_burst_interval 0.01",
    "retry_type periodic",
    "retry_wait 0.1",
    "retry_forever true",
    "chunk_limit_size 20k",
  };

  /** The process to be killed: emits numbers from {@code args[1]} on, printing each when stored. */
  public static void main(String[] args) throws Exception {
    TestContext context = new TestContext().source(InstantSource.system());
    BufferedPipe pipe =
        Pipes.started(Pipes.pipe(Numbers.of(args[2]), Path.of(args[0]), context, SETTINGS));
    PrintStream out = System.out;
    for (long number = Long.parseLong(args[1]); ; number += 3) {
      pipe.emit(
              Tag.of("t"),
              TestEvent.pack(
                  Numbers.event(number), Numbers.event(number + 1), Numbers.event(number + 2)))
          .toCompletableFuture()
          .join();
      out.println("ack " + number);
      out.flush();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"packed", "text"})
  void nothingThatWasAcknowledgedIsLost(String contents) throws Exception {
    Random random = new Random(4711);
    List<Long> acknowledged = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      acknowledged.addAll(runAndKill(contents, round * 10_000_000L, 200 + random.nextInt(3000)));
    }

    Numbers output = Numbers.of(contents);
    output.works = true;
    try (TestContext context = new TestContext().source(InstantSource.system())) {
      BufferedPipe pipe = Pipes.started(Pipes.pipe(output, dir, context, SETTINGS));
      pipe.flushAll();
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> pipe.buffer().totalQueuedSize() == 0);
      Pipes.stop(pipe);
    }

    Set<String> expected =
        acknowledged.stream()
            .flatMap(first -> LongStream.range(first, first + 3).boxed())
            .map(String::valueOf)
            .collect(Collectors.toSet());
    assertThat(output.delivered).containsAll(expected);
    // What was stored and not acknowledged any more may come too: whole, and three at most a kill.
    output.delivered.removeAll(expected);
    assertThat(output.delivered).hasSizeLessThanOrEqualTo(3 * ROUNDS);
    assertThat(output.delivered)
        .allSatisfy(
            number ->
                assertThat(acknowledged)
                    .anySatisfy(
                        first -> assertThat(Long.parseLong(number) - first).isBetween(3L, 5L)));
  }

  /** Runs the process until it acknowledged {@code count} emits, and kills it. */
  private List<Long> runAndKill(String contents, long first, int count) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                BufferKillTest.class.getName(),
                dir.toString(),
                Long.toString(first),
                contents)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<Long> acknowledged = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.matches("ack \\d+")) {
          acknowledged.add(Long.parseLong(line.substring(4)));
        }
        if (acknowledged.size() == count) {
          process.toHandle().destroyForcibly(); // unlike the process's, leaves the pipe readable
        }
      }
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(count);
    return acknowledged;
  }
}
