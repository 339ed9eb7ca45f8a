package io.millrace.plugins.buffer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.BufferDefaults;
import io.millrace.api.Chunk;
import io.millrace.api.ChunkKeys;
import io.millrace.api.ChunkStore;
import io.millrace.api.ChunkWriter;
import io.millrace.api.CustomFormat;
import io.millrace.api.Output;
import io.millrace.api.Tag;
import io.millrace.config.Binder;
import io.millrace.config.ConfigElement;
import io.millrace.config.Diagnostics;
import io.millrace.config.PluginCatalog;
import io.millrace.config.SourceLocation;
import io.millrace.engine.output.BufferConfig;
import io.millrace.engine.output.BufferResolver;
import io.millrace.engine.output.BufferSettings;
import io.millrace.engine.output.BufferedPipe;
import io.millrace.engine.output.ChunkKeysResolver;
import io.millrace.engine.output.OutputConfig;
import io.millrace.event.ByteArraySink;
import io.millrace.event.EventView;
import io.millrace.event.RecordPath;
import io.millrace.testkit.TestContext;
import io.millrace.testkit.TestEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

  /** Takes packed events; fails until it is told not to. */
  static class Numbers implements Output, ChunkWriter {
    final Set<String> delivered = ConcurrentHashMap.newKeySet();
    volatile boolean works;

    @Override
    public void write(Chunk chunk) throws IOException {
      if (!works) {
        throw new IOException("not yet");
      }
      TestEvent.unpack(Tag.of("t"), chunk.events())
          .forEach(event -> delivered.add(event.json().replaceAll("\\D", "")));
    }
  }

  /** The same with chunks of text: a torn line would show as a number that nobody sent. */
  static final class TextNumbers extends Numbers implements CustomFormat {
    private static final RecordPath N = RecordPath.ofKey("n");

    @Override
    public void format(Tag tag, EventView event, ByteArraySink out) {
      out.write(event.bytes(N));
      out.write('\n');
    }

    @Override
    public void write(Chunk chunk) throws IOException {
      if (!works) {
        throw new IOException("not yet");
      }
      String text = new String(chunk.open().readAllBytes(), UTF_8);
      text.lines().forEach(delivered::add);
    }
  }

  private static final String[] SETTINGS = {
    "flush_interval 1s",
    "flush_thread_interval 0.05",
    "flush_thread_burst_interval 0.01",
    "retry_type periodic",
    "retry_wait 0.1",
    "retry_forever true",
    "chunk_limit_size 20k",
  };

  /** A pipe over a file buffer in {@code dir} with these lines {@code name value}. */
  static BufferedPipe pipe(Output output, Path dir, TestContext context, String... lines) {
    return pipe(output, new FileBuffer.Factory().create(config(dir), context), context, lines);
  }

  /** Settings of a file buffer in {@code dir}. */
  static FileBuffer.Config config(Path dir) {
    return new FileBuffer.Config(
        Optional.of(dir.toString()), ".log", Optional.empty(), Optional.empty(), Fsync.NONE);
  }

  /** A pipe over {@code store} with these lines {@code name value}. */
  static BufferedPipe pipe(Output output, ChunkStore store, TestContext context, String... lines) {
    return keyed("", output, store, context, lines);
  }

  /** The same with these chunk keys. */
  static BufferedPipe keyed(
      String keyNames, Output output, ChunkStore store, TestContext context, String... lines) {
    ConfigElement.Builder section =
        ConfigElement.builder("buffer", keyNames, new SourceLocation("test", 1));
    for (String line : lines) {
      String[] words = line.split(" ", 2);
      section.add(words[0], words[1]);
    }
    Diagnostics diagnostics = new Diagnostics();
    BufferConfig config =
        new Binder(new PluginCatalog(List.of()), false, diagnostics)
            .bind(BufferConfig.class, section.build())
            .orElseThrow();
    ChunkKeys keys = ChunkKeysResolver.resolve(config, BufferDefaults.NONE, InstantSource.system());
    BufferSettings settings =
        BufferResolver.resolve(config, keys, store, OutputConfig.DEFAULT, false, false);
    return BufferedPipe.of(output, store, settings, context).build();
  }

  static Numbers output(String contents) {
    return "text".equals(contents) ? new TextNumbers() : new Numbers();
  }

  /** The process to be killed: emits numbers from {@code args[1]} on, printing each when stored. */
  public static void main(String[] args) throws Exception {
    TestContext context = new TestContext().source(InstantSource.system());
    BufferedPipe pipe = pipe(output(args[2]), Path.of(args[0]), context, SETTINGS);
    pipe.start();
    pipe.afterStart();
    PrintStream out = System.out;
    for (long number = Long.parseLong(args[1]); ; number += 3) {
      pipe.emit(Tag.of("t"), TestEvent.pack(event(number), event(number + 1), event(number + 2)))
          .toCompletableFuture()
          .join();
      out.println("ack " + number);
      out.flush();
    }
  }

  static TestEvent event(long number) {
    return TestEvent.event("t", 1_700_000_000, "{\"n\":\"" + number + "\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"packed", "text"})
  void nothingThatWasAcknowledgedIsLost(String contents) throws Exception {
    Random random = new Random(4711);
    List<Long> acknowledged = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      acknowledged.addAll(runAndKill(contents, round * 10_000_000L, 200 + random.nextInt(3000)));
    }

    Numbers output = output(contents);
    output.works = true;
    try (TestContext context = new TestContext().source(InstantSource.system())) {
      BufferedPipe pipe = pipe(output, dir, context, SETTINGS);
      pipe.start();
      pipe.afterStart();
      pipe.flushAll();
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> pipe.buffer().totalQueuedSize() == 0);
      pipe.stop();
      pipe.beforeShutdown();
      pipe.shutdown();
      pipe.close();
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
