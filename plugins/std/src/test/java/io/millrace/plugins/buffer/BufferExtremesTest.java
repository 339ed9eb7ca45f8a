package io.millrace.plugins.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Chunk;
import io.millrace.api.ChunkOverflowException;
import io.millrace.api.ChunkStore;
import io.millrace.api.ChunkWriter;
import io.millrace.api.Output;
import io.millrace.api.Tag;
import io.millrace.engine.output.BufferedPipe;
import io.millrace.event.EventTime;
import io.millrace.event.EventsBuilder;
import io.millrace.event.PackedEvents;
import io.millrace.testkit.TestContext;
import io.millrace.testkit.TestEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many chunk keys, huge events, events that no chunk can hold. */
class BufferExtremesTest {
  private static final int MB = 1 << 20;

  @TempDir Path dir;
  private final TestContext context = new TestContext("dest").source(InstantSource.system());
  private final AtomicLong bytes = new AtomicLong();
  private final Set<String> tags = ConcurrentHashMap.newKeySet();

  @AfterEach
  void close() {
    context.close();
  }

  /** Counts what it is given, without holding it. */
  private final class Counting implements Output, ChunkWriter {
    @Override
    public void write(Chunk chunk) throws IOException {
      try (InputStream in = chunk.open()) {
        bytes.addAndGet(in.transferTo(OutputStream.nullOutputStream()));
      }
      chunk.key().tag().ifPresent(tag -> tags.add(tag.value()));
    }
  }

  private BufferedPipe start(String type, String keys, String... lines) throws Exception {
    ChunkStore store = Pipes.store(type, dir.resolve("buf"), context);
    return Pipes.started(Pipes.keyed(keys, new Counting(), store, context, lines));
  }

  private static PackedEvents event(int length) {
    EventsBuilder builder = new EventsBuilder(length + 64);
    builder.begin(EventTime.ofSeconds(1_700_000_000)).value(Map.of("m", "x".repeat(length)));
    return builder.build();
  }

  /** Each key has a chunk of its own: two files with a file buffer. */
  @ParameterizedTest
  @CsvSource({"memory, 10000", "file, 10000"})
  void manyChunkKeysHaveAChunkEach(String type, int keys) throws Exception {
    BufferedPipe pipe = start(type, "tag", "flush_mode lazy");
    PackedEvents event = event(100);

    for (int i = 0; i < keys; i++) {
      pipe.emit(Tag.of("tag." + i), event).toCompletableFuture().join();
    }
    int staged = pipe.buffer().stageLength();
    pipe.flushAll();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> pipe.buffer().totalQueuedSize() == 0);
    Pipes.stop(pipe);

    assertThat(staged).isEqualTo(keys);
    assertThat(tags).hasSize(keys);
    assertThat(bytes).hasValue((long) keys * event.byteSize());
  }

  @Test
  void anEventOfAHundredMegabytesGoesThroughAFile() throws Exception {
    BufferedPipe pipe = start("file", "", "flush_mode immediate");
    PackedEvents huge = event(100 * MB);

    pipe.emit(Tag.of("t"), huge).toCompletableFuture().join();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> pipe.buffer().totalQueuedSize() == 0);
    Pipes.stop(pipe);

    assertThat(bytes).hasValue(huge.byteSize());
    try (Stream<Path> files = Files.list(dir.resolve("buf"))) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void anEventLargerThanAChunkGoesToTheErrorStreamAndTheOthersAreKept() throws Exception {
    BufferedPipe pipe = start("memory", "", "flush_mode lazy");
    EventsBuilder builder = new EventsBuilder(100);
    builder.begin(EventTime.ofSeconds(1)).value(Map.of("n", 1));
    builder.begin(EventTime.ofSeconds(2)).value(Map.of("n", "x".repeat(9 * MB)));
    builder.begin(EventTime.ofSeconds(3)).value(Map.of("n", 3));

    assertThatThrownBy(() -> pipe.emit(Tag.of("t"), builder.build()).toCompletableFuture().join())
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(ChunkOverflowException.class)
        .hasMessageContaining("(nth: 1) is larger than buffer chunk limit size (" + 8 * MB + ")");

    assertThat(context.failures())
        .extracting(failure -> failure.event().time().seconds())
        .containsExactly(2L);
    assertThat(pipe.buffer().status().totalBytes()).isLessThan(100);
    pipe.flushAll();
    Awaitility.await().until(() -> bytes.get() > 0);
    Pipes.stop(pipe);
    TestEvent first = TestEvent.event("t", 1, "{\"n\":1}");
    assertThat(bytes).hasValue(2L * TestEvent.pack(first).byteSize());
  }
}
