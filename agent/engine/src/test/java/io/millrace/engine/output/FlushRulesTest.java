package io.millrace.engine.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.AsyncChunkWriter;
import io.millrace.api.Chunk;
import io.millrace.api.ChunkKeys;
import io.millrace.api.Output;
import io.millrace.engine.flush.FlushMode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When staged chunks are queued and queued ones delivered, and what a forced flush does. */
class FlushRulesTest {
  @TempDir Path root;
  private PipeFixture fixture;
  private final RecordingOutput output = new RecordingOutput();

  @BeforeEach
  void setUp() {
    fixture = new PipeFixture(root);
  }

  private static ChunkKeys byTag() {
    return new ChunkKeys(true, Optional.empty(), ZoneOffset.UTC, List.of());
  }

  private static void down(Chunk chunk) throws IOException {
    throw new IOException("down");
  }

  @Nested
  class FlushModes {
    @Test
    void anIntervalAlsoHoldsBesideATimeKey() throws Exception {
      fixture.mode = FlushMode.INTERVAL;
      fixture.interval = Duration.ofSeconds(5);
      fixture.keys =
          new ChunkKeys(false, Optional.of(Duration.ofHours(1)), ZoneOffset.UTC, List.of());
      fixture.start(output);

      fixture.emit("a", PipeFixture.events(1));
      fixture.advance(7);

      assertThat(output.delivered).containsExactly(List.of(1L));
    }

    @Test
    void aTimeKeyAlsoHoldsBesideAnInterval() throws Exception {
      fixture.mode = FlushMode.INTERVAL;
      fixture.interval = Duration.ofHours(1);
      fixture.keys =
          new ChunkKeys(false, Optional.of(Duration.ofMinutes(1)), ZoneOffset.UTC, List.of());
      fixture.timekeyWait = Duration.ofSeconds(10);
      fixture.start(output);

      fixture.emit("a", PipeFixture.events(1));
      fixture.advance(52);

      assertThat(output.delivered).containsExactly(List.of(1L));
    }

    @Test
    void anEventOfAnOldSliceIsDueAtTheNextLook() throws Exception {
      fixture.mode = FlushMode.LAZY;
      fixture.keys =
          new ChunkKeys(false, Optional.of(Duration.ofMinutes(1)), ZoneOffset.UTC, List.of());
      fixture.timekeyWait = Duration.ofSeconds(10);
      fixture.start(output);

      fixture.emit("a", PipeFixture.eventsAt(PipeFixture.START - 3600, 1));
      fixture.advance(1);

      assertThat(output.delivered).containsExactly(List.of(1L));
    }

    @Test
    void stagedChunksWaitWhileEnoughAreQueuedAndGoOnFilling() throws Exception {
      fixture.mode = FlushMode.INTERVAL;
      fixture.interval = Duration.ofSeconds(1);
      fixture.keys = byTag();
      fixture.queuedChunks = 2;
      output.before = FlushRulesTest::down;
      BufferedPipe pipe = fixture.start(output);

      for (String tag : List.of("a", "b", "c", "d")) {
        fixture.emit(tag, PipeFixture.events(1));
      }
      fixture.advance(30);
      fixture.emit("d", PipeFixture.events(2));

      assertThat(pipe.buffer().queueLength()).isEqualTo(2);
      assertThat(pipe.buffer().stageLength()).isEqualTo(2);
      output.before = chunk -> {};
      fixture.advance(100);
      assertThat(output.delivered)
          .containsExactly(List.of(1L), List.of(1L), List.of(1L), List.of(1L, 2L));
    }

    @Test
    void fullChunksAreQueuedWhateverIsQueued() throws Exception {
      fixture.mode = FlushMode.LAZY;
      fixture.keys = byTag();
      fixture.chunkRecords = 1;
      output.before = FlushRulesTest::down;
      BufferedPipe pipe = fixture.start(output);

      for (String tag : List.of("a", "b", "c", "d")) {
        fixture.emit(tag, PipeFixture.events(1));
      }

      assertThat(pipe.buffer().queueLength()).isEqualTo(4);
      assertThat(pipe.buffer().stageLength()).isZero();
    }
  }

  @Nested
  class FlushThreads {
    @Test
    void whileRetryingNoLaneTriesBeforeTheNextMoment() throws Exception {
      List<Double> tries = new ArrayList<>();
      output.before =
          chunk -> {
            tries.add(fixture.now());
            down(chunk);
          };
      fixture.threads = 3;
      fixture.start(output);
      fixture.emit("a", PipeFixture.events(1));

      fixture.advance(0.5);
      fixture.emit("a", PipeFixture.events(2));
      fixture.advance(0.4);

      assertThat(tries).containsExactly(0.0);
    }

    @Test
    void aDeliveryThatTakesLongerThanTheThresholdIsWarnedOfAndCounted() throws Exception {
      fixture.slowFlush = Duration.ZERO;
      fixture.start(output);

      fixture.emit("a", PipeFixture.events(1));

      assertThat(fixture.statistics.slowFlushCount().sum()).isEqualTo(1);
      assertThat(fixture.warnings())
          .singleElement()
          .asString()
          .matches(
              "buffer flush took longer time than slow_flush_log_threshold: elapsed_time=[.\\d]+"
                  + " slow_flush_log_threshold=0\\.0 plugin_id=\"out\"");
    }

    @Test
    void aChunkThatFailedIsTheFirstToBeTriedAgain() throws Exception {
      output.before = FlushRulesTest::down;
      fixture.start(output);
      fixture.emit("a", PipeFixture.events(1));
      fixture.emit("a", PipeFixture.events(2));

      output.before = chunk -> {};
      fixture.advance(3);

      assertThat(output.delivered).containsExactly(List.of(1L), List.of(2L));
    }
  }

  @Nested
  class DelayedCommit {
    private final List<CompletableFuture<Void>> commits = new ArrayList<>();

    private final class Later implements Output, AsyncChunkWriter {
      @Override
      public CompletionStage<Void> tryWrite(Chunk chunk) {
        commits.add(new CompletableFuture<>());
        return commits.get(commits.size() - 1);
      }
    }

    @Test
    void aCommitThatDoesNotComeCountsAsAFailureAndBeginsARetry() throws Exception {
      BufferedPipe pipe = fixture.start(new Later());
      fixture.emit("a", PipeFixture.events(1));

      fixture.advance(59);
      assertThat(pipe.retry()).isEmpty();
      fixture.advance(1);

      assertThat(pipe.retry()).isPresent();
      assertThat(pipe.buffer().queueLength()).isEqualTo(1);
      assertThat(fixture.statistics.retryCount().sum()).isEqualTo(1);
      assertThat(fixture.statistics.rollbackCount().sum()).isEqualTo(1);
      assertThat(fixture.warnings())
          .anyMatch(
              line ->
                  line.matches(
                      "failed to flush the buffer chunk, timeout to commit\\."
                          + " chunk_id=\"[0-9a-f]{32}\" flushed_at=.*"));
    }

    @Test
    void aFailureThatComesLaterTakesTheChunkBack() throws Exception {
      BufferedPipe pipe = fixture.start(new Later());
      fixture.emit("a", PipeFixture.events(1));

      commits.get(0).completeExceptionally(new IOException("reset"));

      assertThat(pipe.buffer().queueLength()).isEqualTo(1);
      fixture.advance(1);
      commits.get(1).complete(null);
      assertThat(pipe.buffer().totalQueuedSize()).isZero();
    }
  }

  @Nested
  class ForcedFlush {
    @Test
    void everythingStagedIsDeliveredWithoutPauses() throws Exception {
      fixture.mode = FlushMode.LAZY;
      fixture.keys = byTag();
      fixture.burst = Duration.ofHours(1);
      BufferedPipe pipe = fixture.start(output);
      for (String tag : List.of("a", "b", "c")) {
        fixture.emit(tag, PipeFixture.events(1));
      }

      pipe.flushAll();

      assertThat(output.delivered).hasSize(3);
    }

    @Test
    void itEndsWhenARetryBegins() throws Exception {
      fixture.mode = FlushMode.LAZY;
      fixture.keys = byTag();
      output.before = FlushRulesTest::down;
      BufferedPipe pipe = fixture.start(output);
      for (String tag : List.of("a", "b", "c")) {
        fixture.emit(tag, PipeFixture.events(1));
      }

      pipe.flushAll();

      assertThat(output.tried).hasSize(1);
      assertThat(pipe.buffer().queueLength()).isEqualTo(3);
    }

    @Test
    void whatFailsAtShutdownIsNotTriedAgainAndChunksInMemoryAreLostAloud() throws Exception {
      fixture.mode = FlushMode.LAZY;
      output.before = FlushRulesTest::down;
      BufferedPipe pipe = fixture.start(output);
      fixture.emit("a", PipeFixture.events(1, 2));

      pipe.stop();
      pipe.beforeShutdown();
      pipe.shutdown();
      pipe.afterShutdown();
      pipe.close();
      fixture.advance(1000);

      assertThat(output.tried).hasSize(1);
      assertThat(fixture.warnings())
          .anyMatch(
              line ->
                  line.startsWith(
                      "chunks in memory are lost at shutdown chunks=1 records=2 bytes="));
    }
  }
}
