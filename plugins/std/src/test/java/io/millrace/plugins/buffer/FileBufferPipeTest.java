package io.millrace.plugins.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.ChunkStore;
import io.millrace.api.Output;
import io.millrace.api.Tag;
import io.millrace.engine.output.BufferedPipe;
import io.millrace.testkit.TestContext;
import io.millrace.testkit.TestEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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

  @BeforeEach
  void open() {
    context = Pipes.context("to dest", dir.resolve("root"));
  }

  @AfterEach
  void close() {
    context.close();
  }

  private BufferedPipe start(Output output, String... lines) throws Exception {
    return start("file", output, lines);
  }

  private BufferedPipe start(String type, Output output, String... lines) throws Exception {
    ChunkStore store = Pipes.store(type, dir.resolve("buf"), context);
    return Pipes.started(Pipes.pipe(output, store, context, lines));
  }

  private static void emit(BufferedPipe pipe, int number) {
    pipe.emit(Tag.of("t"), TestEvent.pack(Numbers.event(number))).toCompletableFuture().join();
  }

  private List<Path> chunkFiles(String sub) throws IOException {
    try (Stream<Path> files = Files.list(dir.resolve(sub))) {
      return files.sorted().toList();
    }
  }

  @Test
  void filesStayOverAShutdownAndAreDeliveredByTheNextStart() throws Exception {
    Numbers output = Numbers.working();
    BufferedPipe pipe = start(output, "flush_mode lazy");
    emit(pipe, 1);
    Pipes.stop(pipe);
    assertThat(output.delivered).isEmpty();
    assertThat(chunkFiles("buf")).hasSize(2);

    BufferedPipe next = start(output, "flush_mode interval", "flush_interval 0");
    Awaitility.await().until(() -> output.delivered.equals(Set.of("1")));
    Pipes.stop(next);

    assertThat(chunkFiles("buf")).isEmpty();
  }

  @Test
  void filesAreFlushedAtShutdownIfAsked() throws Exception {
    Numbers output = Numbers.working();
    BufferedPipe pipe = start(output, "flush_mode lazy", "flush_at_shutdown true");
    emit(pipe, 1);

    Pipes.stop(pipe);

    assertThat(output.delivered).containsExactly("1");
    assertThat(chunkFiles("buf")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"file, 2", "file_single, 1"})
  void chunksThatAreGivenUpCanBePutBack(String type, int files) throws Exception {
    Numbers output = Numbers.working();
    output.works = false;
    BufferedPipe pipe = start(type, output, "flush_mode immediate", "retry_max_times 0");
    emit(pipe, 1);
    Path evacuated = dir.resolve("root/buffer/to_dest");
    Awaitility.await().until(() -> pipe.buffer().totalQueuedSize() == 0);
    Pipes.stop(pipe);
    assertThat(chunkFiles("buf")).isEmpty();
    assertThat(chunkFiles("root/buffer/to_dest")).hasSize(files);

    for (Path file : chunkFiles("root/buffer/to_dest")) {
      Files.move(file, dir.resolve("buf").resolve(evacuated.relativize(file)));
    }
    output.works = true;
    BufferedPipe next = start(type, output, "flush_mode immediate");
    Awaitility.await().until(() -> output.delivered.equals(Set.of("1")));
    Awaitility.await().until(() -> next.buffer().totalQueuedSize() == 0);
    Pipes.stop(next);

    assertThat(chunkFiles("buf")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"file, 2", "file_single, 1"})
  void chunksThatAreGivenUpAndCannotBeCopiedStay(String type, int files) throws Exception {
    Files.createDirectories(dir.resolve("root"));
    Files.writeString(dir.resolve("root/buffer"), "no directory");
    Numbers output = Numbers.working();
    output.works = false;
    BufferedPipe pipe = start(type, output, "flush_mode immediate", "retry_max_times 0");
    emit(pipe, 1);
    Awaitility.await().until(() -> pipe.buffer().totalQueuedSize() == 0);
    Pipes.stop(pipe);
    assertThat(chunkFiles("buf")).hasSize(files);

    output.works = true;
    BufferedPipe next = start(type, output, "flush_mode immediate");
    Awaitility.await().until(() -> output.delivered.equals(Set.of("1")));
    Awaitility.await().until(() -> next.buffer().totalQueuedSize() == 0);
    Pipes.stop(next);

    assertThat(chunkFiles("buf")).isEmpty();
  }

  @Test
  void aBrokenChunkIsBackedUpAndTheOthersAreDelivered() throws Exception {
    String id = "660d0312097929458a58ec9588e16e3f";
    Files.createDirectories(dir.resolve("buf"));
    Files.writeString(dir.resolve("buf/buffer.b" + id + ".log"), "what is left");
    Files.createFile(dir.resolve("buf/buffer.b" + id + ".log.meta"));

    Pipes.stop(start(Numbers.working()));

    assertThat(dir.resolve("root/backup/worker0/to_dest/" + id + ".log"))
        .hasContent("what is left");
    assertThat(chunkFiles("buf")).isEmpty();
  }

  @Test
  void manyEmittersAndLanesLoseNothing() throws Exception {
    Numbers output = Numbers.working();
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

    Pipes.stop(pipe);

    Set<String> expected =
        IntStream.range(0, 4)
            .flatMap(t -> IntStream.range(t * 1000, t * 1000 + 500))
            .mapToObj(String::valueOf)
            .collect(Collectors.toSet());
    assertThat(output.delivered).isEqualTo(expected);
    assertThat(chunkFiles("buf")).isEmpty();
    assertThat(pipe.buffer().totalQueuedSize()).isZero();
  }
}
