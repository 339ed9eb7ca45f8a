package io.millrace.plugins.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Chunk;
import io.millrace.api.ChunkStore;
import io.millrace.api.ChunkWriter;
import io.millrace.api.Output;
import io.millrace.api.SystemSettings;
import io.millrace.api.Tag;
import io.millrace.engine.output.BufferedPipe;
import io.millrace.testkit.TestContext;
import io.millrace.testkit.TestEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pipes over real chunk files, with real threads. */
class FileBufferPipeTest {
  @TempDir Path dir;
  private TestContext context;

  /** Takes chunks, or fails. */
  private static final class Numbers implements Output, ChunkWriter {
    final Set<String> delivered = ConcurrentHashMap.newKeySet();
    volatile boolean works = true;

    @Override
    public void write(Chunk chunk) throws IOException {
      if (!works) {
        throw new IOException("down");
      }
      TestEvent.unpack(Tag.of("t"), chunk.events()).forEach(event -> delivered.add(event.json()));
    }
  }

  @BeforeEach
  void open() {
    SystemSettings system = SystemSettings.DEFAULT;
    context =
        new TestContext("to dest")
            .source(InstantSource.system())
            .system(
                new SystemSettings(
                    Optional.of(dir.resolve("root")),
                    0,
                    1,
                    system.filePermission(),
                    system.dirPermission()));
  }

  @AfterEach
  void close() {
    context.close();
  }

  private ChunkStore store(String type) {
    Path buffer = dir.resolve("buf");
    return type.equals("file")
        ? new FileBuffer.Factory().create(BufferKillTest.config(buffer), context)
        : new FileSingleBuffer.Factory().create(ManyKeysTest.single(buffer), context);
  }

  private BufferedPipe start(Output output, String... lines) throws Exception {
    return start(store("file"), output, lines);
  }

  private BufferedPipe start(ChunkStore store, Output output, String... lines) throws Exception {
    BufferedPipe pipe = BufferKillTest.pipe(output, store, context, lines);
    pipe.start();
    pipe.afterStart();
    return pipe;
  }

  private static void stop(BufferedPipe pipe) throws Exception {
    pipe.stop();
    pipe.beforeShutdown();
    pipe.shutdown();
    pipe.afterShutdown();
    pipe.close();
    pipe.terminate();
  }

  private static String record(int number) {
    return "{\"n\":" + number + "}";
  }

  private static void emit(BufferedPipe pipe, int number) {
    pipe.emit(Tag.of("t"), TestEvent.pack(TestEvent.event("t", 1_700_000_000, record(number))))
        .toCompletableFuture()
        .join();
  }

  private List<Path> chunkFiles(String sub) throws IOException {
    try (Stream<Path> files = Files.list(dir.resolve(sub))) {
      return files.sorted().toList();
    }
  }

  @Test
  void filesStayOverAShutdownAndAreDeliveredByTheNextStart() throws Exception {
    Numbers output = new Numbers();
    BufferedPipe pipe = start(output, "flush_mode lazy");
    emit(pipe, 1);
    stop(pipe);
    assertThat(output.delivered).isEmpty();
    assertThat(chunkFiles("buf")).hasSize(2);

    BufferedPipe next = start(output, "flush_mode interval", "flush_interval 0");
    Awaitility.await().until(() -> output.delivered.equals(Set.of(record(1))));
    stop(next);

    assertThat(chunkFiles("buf")).isEmpty();
  }

  @Test
  void filesAreFlushedAtShutdownIfAsked() throws Exception {
    Numbers output = new Numbers();
    BufferedPipe pipe = start(output, "flush_mode lazy", "flush_at_shutdown true");
    emit(pipe, 1);

    stop(pipe);

    assertThat(output.delivered).containsExactly(record(1));
    assertThat(chunkFiles("buf")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"file, 2", "file_single, 1"})
  void chunksThatAreGivenUpCanBePutBack(String type, int files) throws Exception {
    Numbers output = new Numbers();
    output.works = false;
    BufferedPipe pipe = start(store(type), output, "flush_mode immediate", "retry_max_times 0");
    emit(pipe, 1);
    Path evacuated = dir.resolve("root/buffer/to_dest");
    Awaitility.await().until(() -> pipe.buffer().totalQueuedSize() == 0);
    stop(pipe);
    assertThat(chunkFiles("buf")).isEmpty();
    assertThat(chunkFiles("root/buffer/to_dest")).hasSize(files);

    for (Path file : chunkFiles("root/buffer/to_dest")) {
      Files.move(file, dir.resolve("buf").resolve(evacuated.relativize(file)));
    }
    output.works = true;
    BufferedPipe next = start(store(type), output, "flush_mode immediate");
    Awaitility.await().until(() -> output.delivered.equals(Set.of(record(1))));
    Awaitility.await().until(() -> next.buffer().totalQueuedSize() == 0);
    stop(next);

    assertThat(chunkFiles("buf")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"file, 2", "file_single, 1"})
  void chunksThatAreGivenUpAndCannotBeCopiedStay(String type, int files) throws Exception {
    Files.createDirectories(dir.resolve("root"));
    Files.writeString(dir.resolve("root/buffer"), "no directory");
    Numbers output = new Numbers();
    output.works = false;
    BufferedPipe pipe = start(store(type), output, "flush_mode immediate", "retry_max_times 0");
    emit(pipe, 1);
    Awaitility.await().until(() -> pipe.buffer().totalQueuedSize() == 0);
    stop(pipe);
    assertThat(chunkFiles("buf")).hasSize(files);

    output.works = true;
    BufferedPipe next = start(store(type), output, "flush_mode immediate");
    Awaitility.await().until(() -> output.delivered.equals(Set.of(record(1))));
    Awaitility.await().until(() -> next.buffer().totalQueuedSize() == 0);
    stop(next);

    assertThat(chunkFiles("buf")).isEmpty();
  }

  @Test
  void aBrokenChunkIsBackedUpAndTheOthersAreDelivered() throws Exception {
    String id = "660d0312097929458a58ec9588e16e3f";
    Files.createDirectories(dir.resolve("buf"));
    Files.writeString(dir.resolve("buf/buffer.b" + id + ".log"), "what is left");
    Files.createFile(dir.resolve("buf/buffer.b" + id + ".log.meta"));

    stop(start(new Numbers()));

    assertThat(dir.resolve("root/backup/worker0/to_dest/" + id + ".log"))
        .hasContent("what is left");
    assertThat(chunkFiles("buf")).isEmpty();
  }

  @Test
  void manyEmittersAndLanesLoseNothing() throws Exception {
    Numbers output = new Numbers();
    BufferedPipe pipe =
        start(
            output,
            "flush_mode interval",
            "flush_interval 0",
            "flush_thread_interval 0.01",
            "flush_thread_burst_interval 0.001",
            "flush_thread_count 4",
            "chunk_limit_records 50",
            "flush_at_shutdown true");
    List<Thread> emitters = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      int first = t * 1000;
      Thread emitter =
          new Thread(() -> IntStream.range(first, first + 500).forEach(n -> emit(pipe, n)));
      emitter.start();
      emitters.add(emitter);
    }
    for (Thread emitter : emitters) {
      emitter.join(Duration.ofSeconds(60).toMillis());
    }

    stop(pipe);

    Set<String> expected =
        IntStream.range(0, 4)
            .flatMap(t -> IntStream.range(t * 1000, t * 1000 + 500))
            .mapToObj(FileBufferPipeTest::record)
            .collect(Collectors.toSet());
    assertThat(output.delivered).isEqualTo(expected);
    assertThat(chunkFiles("buf")).isEmpty();
    assertThat(pipe.buffer().totalQueuedSize()).isZero();
  }
}
