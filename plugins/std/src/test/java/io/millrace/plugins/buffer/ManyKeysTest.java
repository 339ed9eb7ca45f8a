package io.millrace.plugins.buffer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Chunk;
import io.millrace.api.ChunkKeys;
import io.millrace.api.ChunkStore;
import io.millrace.api.ChunkWriter;
import io.millrace.api.Output;
import io.millrace.api.Tag;
import io.millrace.engine.output.BufferedPipe;
import io.millrace.event.PackedEvents;
import io.millrace.event.RecordPath;
import io.millrace.testkit.TestContext;
import io.millrace.testkit.TestEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Ten thousand chunk keys in a process that may open 1,024 files: it takes every event, goes on
 * after a restart, and leaves descriptors to others. The process is a JVM of its own.
 */
class ManyKeysTest {
  private static final int KEYS = 10_000;
  private static final int LIMIT = 1024;

  @TempDir Path dir;

  /** Takes note of how many events each key had. */
  private static final class Counting implements Output, ChunkWriter {
    private final Map<String, AtomicInteger> records = new ConcurrentHashMap<>();

    @Override
    public void write(Chunk chunk) throws IOException {
      String key = chunk.key().variables().get("n");
      records
          .computeIfAbsent(key, name -> new AtomicInteger())
          .addAndGet(TestEvent.unpack(Tag.of("t"), chunk.events()).size());
    }
  }

  /** The process: {@code args} are the directory and the type of the buffer. */
  public static void main(String[] args) throws Exception {
    BufferedPipe first = start(args, new Counting());
    for (int i = 0; i < KEYS; i++) {
      first.emit(Tag.of("t"), events(i)).toCompletableFuture().join();
    }
    first
        .emit(Tag.of("t"), events(IntStream.range(0, KEYS).toArray()))
        .toCompletableFuture()
        .join();
    report("open", descriptors());
    report("staged", first.buffer().stageLength());
    Pipes.stop(first); // flush_at_shutdown is false: the chunks stay

    Counting output = new Counting();
    BufferedPipe second = start(args, output);
    second
        .emit(Tag.of("t"), events(IntStream.range(0, KEYS).toArray()))
        .toCompletableFuture()
        .join();
    report("resumed", second.buffer().stageLength());
    report("open again", descriptors());
    second.flushAll();
    Awaitility.await()
        .atMost(Duration.ofSeconds(120))
        .until(() -> second.buffer().totalQueuedSize() == 0);
    Pipes.stop(second);
    report("keys", output.records.size());
    report("events", output.records.values().stream().mapToInt(AtomicInteger::get).sum());
    report("left", files(Path.of(args[0])));
    System.exit(0); // threads of the context
  }

  @SuppressWarnings("SystemOut") // what the test reads
  private static void report(String what, long number) {
    System.out.println(what + "=" + number);
  }

  private static long descriptors() throws IOException {
    return files(Path.of("/proc/self/fd"));
  }

  private static long files(Path dir) throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files.count();
    }
  }

  private static PackedEvents events(int... keys) {
    return TestEvent.pack(
        IntStream.of(keys)
            .mapToObj(n -> TestEvent.event("t", 1_700_000_000, "{\"n\":\"key/" + n + "\"}"))
            .toArray(TestEvent[]::new));
  }

  private static BufferedPipe start(String[] args, Output output) throws Exception {
    ChunkKeys keys =
        new ChunkKeys(false, Optional.empty(), ZoneOffset.UTC, List.of(RecordPath.ofKey("n")));
    TestContext context = new TestContext().source(InstantSource.system()).chunkKeys(keys);
    ChunkStore store = Pipes.store(args[1], Path.of(args[0]), context);
    return Pipes.started(
        Pipes.keyed("n", output, store, context, "flush_mode lazy", "flush_thread_count 2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "file_single"})
  void tenThousandKeysNeedNoTenThousandDescriptors(String type) throws Exception {
    List<String> lines = run(dir.resolve("buffer"), type);

    assertThat(lines)
        .contains(
            "staged=" + KEYS, "resumed=" + KEYS, "keys=" + KEYS, "events=" + 3 * KEYS, "left=0");
    assertThat(lines)
        .filteredOn(line -> line.startsWith("open"))
        .hasSize(2)
        .allSatisfy(
            line ->
                assertThat(Integer.parseInt(line.replaceAll("\\D", "")))
                    .as("descriptors, of which a quarter may be those of chunks")
                    .isLessThan(LIMIT / 2));
  }

  private List<String> run(Path buffer, String type) throws Exception {
    Path out = dir.resolve("out");
    Path errors = dir.resolve("errors");
    Process process =
        new ProcessBuilder(
                "sh",
                "-c",
                "ulimit -n " + LIMIT + " && exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                ManyKeysTest.class.getName(),
                buffer.toString(),
                type)
            .redirectOutput(out.toFile())
            .redirectError(errors.toFile())
            .start();
    try {
      assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(() -> tail(errors)).isZero();
    return Files.readString(out, UTF_8).lines().toList();
  }

  private static String tail(Path file) {
    try {
      List<String> lines = Files.readAllLines(file, UTF_8);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    } catch (IOException e) {
      return e.toString();
    }
  }
}
