package io.millrace.plugins.buffer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Chunk;
import io.millrace.api.ChunkStore;
import io.millrace.api.ChunkWriter;
import io.millrace.api.Output;
import io.millrace.api.Tag;
import io.millrace.engine.output.BufferedPipe;
import io.millrace.event.ByteArraySink;
import io.millrace.event.PackWriter;
import io.millrace.event.PackedEvents;
import io.millrace.testkit.TestContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An event of 100 MB on its way through a buffer, and the memory it takes beside itself: as much
 * again in a memory buffer, next to nothing in a file. The process that shows it is a JVM of its
 * own with so much and no more, also outside of the heap.
 */
class HugeEventTest {
  private static final int HUGE = 100 << 20;

  @TempDir Path dir;

  /** Counts what it is given, without holding it. */
  private static final class Counting implements Output, ChunkWriter {
    private final AtomicLong bytes = new AtomicLong();

    @Override
    public void write(Chunk chunk) throws IOException {
      try (InputStream in = chunk.open()) {
        bytes.addAndGet(in.transferTo(OutputStream.nullOutputStream()));
      }
    }
  }

  /** The process: {@code args} are the directory and the type of the buffer. */
  public static void main(String[] args) throws Exception {
    TestContext context = new TestContext().source(InstantSource.system());
    ChunkStore store = Pipes.store(args[1], Path.of(args[0]), context);
    Counting output = new Counting();
    BufferedPipe pipe =
        Pipes.started(
            Pipes.pipe(output, store, context, "flush_mode immediate", "chunk_limit_size 256m"));
    PackedEvents event = huge();

    pipe.emit(Tag.of("t"), event).toCompletableFuture().join();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> pipe.buffer().totalQueuedSize() == 0);

    report(output.bytes.get() == event.byteSize() ? "delivered" : "cut");
    System.exit(0); // threads of the context
  }

  @SuppressWarnings("SystemOut") // what the test reads
  private static void report(String what) {
    System.out.println(what);
  }

  /** Without another copy of it on the way. */
  private static PackedEvents huge() {
    ByteArraySink head = new ByteArraySink(64);
    PackWriter pack = new PackWriter(head);
    pack.arrayHeader(2);
    pack.integer(1_700_000_000);
    pack.mapHeader(1);
    pack.text("m");
    head.write(0xdb); // a text whose length has 32 bits
    for (int shift = 24; shift >= 0; shift -= 8) {
      head.write(HUGE >> shift);
    }
    byte[] event = Arrays.copyOf(head.toBytes(), head.size() + HUGE);
    return PackedEvents.trusted(event, 0, event.length, 1);
  }

  @ParameterizedTest
  @CsvSource({"memory, 320m", "file, 176m"})
  void itIsDeliveredWithinThisHeap(String type, String heap) throws Exception {
    Path out = dir.resolve("out");
    Path errors = dir.resolve("errors");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx" + heap,
                "-XX:MaxDirectMemorySize=2m",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                HugeEventTest.class.getName(),
                dir.resolve("buffer").toString(),
                type)
            .redirectOutput(out.toFile())
            .redirectError(errors.toFile())
            .start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }

    List<String> lines = Files.readAllLines(out, UTF_8);
    assertThat(lines).as(() -> head(errors)).contains("delivered");
  }

  private static String head(Path file) {
    try {
      List<String> lines = Files.readAllLines(file, UTF_8);
      return String.join("\n", lines.subList(0, Math.min(20, lines.size())));
    } catch (IOException e) {
      return e.toString();
    }
  }
}
