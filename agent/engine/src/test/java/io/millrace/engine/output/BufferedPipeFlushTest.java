package io.millrace.engine.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.AsyncChunkWriter;
import io.millrace.api.Chunk;
import io.millrace.api.ChunkKeys;
import io.millrace.api.ChunkOverflowException;
import io.millrace.api.Output;
import io.millrace.engine.flush.FlushMode;
import io.millrace.event.Compression;
import io.millrace.event.EventsBuilder;
import io.millrace.event.RecordPath;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which events end in which chunk, and when chunks leave, on a manual clock. */
class BufferedPipeFlushTest {
  @TempDir Path root;
  private PipeFixture fixture;
  private final RecordingOutput output = new RecordingOutput();

  @BeforeEach
  void setUp() {
    fixture = new PipeFixture(root);
  }

  @Test
  void immediateFlushesEachEmitByItself() throws Exception {
    fixture.start(output);

    fixture.emit("a", PipeFixture.events(1, 2));
    fixture.emit("a", PipeFixture.events(3));

    assertThat(output.delivered).containsExactly(List.of(1L, 2L), List.of(3L));
  }

  @Test
  void intervalGathersUntilTheChunkIsOldEnough() throws Exception {
    fixture.mode = FlushMode.INTERVAL;
    fixture.interval = Duration.ofSeconds(10);
    fixture.start(output);

    fixture.emit("a", PipeFixture.events(1));
    fixture.advance(9);
    fixture.emit("a", PipeFixture.events(2));
    assertThat(output.delivered).isEmpty();
    fixture.advance(2);

    assertThat(output.delivered).containsExactly(List.of(1L, 2L));
  }

  @Test
  void lazyWithATimeKeyWaitsForTheEndOfTheSlice() throws Exception {
    fixture.mode = FlushMode.LAZY;
    fixture.keys = byTime(Duration.ofMinutes(1), ZoneOffset.UTC);
    fixture.timekeyWait = Duration.ofSeconds(10);
    fixture.start(output);

    fixture.emit("a", PipeFixture.events(1));
    fixture.advance(49); // the slice ends 40 seconds after the start
    assertThat(output.delivered).isEmpty();
    fixture.advance(2);

    assertThat(output.delivered).containsExactly(List.of(1L));
  }

  @Test
  void lazyWithoutATimeKeyWaitsUntilTheChunkIsFull() throws Exception {
    fixture.mode = FlushMode.LAZY;
    fixture.chunkRecords = 3;
    fixture.start(output);

    fixture.emit("a", PipeFixture.events(1, 2));
    fixture.advance(100_000);
    assertThat(output.delivered).isEmpty();
    fixture.emit("a", PipeFixture.events(3));

    assertThat(output.delivered).containsExactly(List.of(1L, 2L, 3L));
  }

  @Test
  void aDayBeginsAtLocalMidnightInTheTimekeyZone() throws Exception {
    fixture.keys = byTime(Duration.ofDays(1), ZoneId.of("Asia/Tokyo"));
    fixture.start(output);
    EventsBuilder both = new EventsBuilder(64);
    both.appendRange(bytes(1_700_060_399, 1), 0, bytes(1_700_060_399, 1).length, 1); // 14:59:59 UTC
    both.appendRange(bytes(1_700_060_400, 2), 0, bytes(1_700_060_400, 2).length, 1); // 15:00:00 UTC

    fixture.emit("a", both.build());
    fixture.advance(2);

    assertThat(output.delivered).containsExactlyInAnyOrder(List.of(1L), List.of(2L));
    assertThat(output.tried.stream().map(chunk -> chunk.key().timekey().getAsLong()).toList())
        .containsExactlyInAnyOrder(1_700_060_400L - 86_400, 1_700_060_400L);
  }

  private static byte[] bytes(long second, long number) {
    return PipeFixture.eventsAt(second, number).bytes().toBytes();
  }

  private static ChunkKeys byTime(Duration timekey, ZoneId zone) {
    return new ChunkKeys(false, Optional.of(timekey), zone, List.of());
  }

  @Test
  void tagAndFieldsTellChunksApart() throws Exception {
    fixture.keys =
        new ChunkKeys(true, Optional.empty(), ZoneOffset.UTC, List.of(RecordPath.parse("n")));
    fixture.start(output);

    fixture.emit("a", PipeFixture.events(1, 2, 1, 1));
    fixture.emit("b", PipeFixture.events(1));
    fixture.advance(10);

    assertThat(output.delivered)
        .containsExactlyInAnyOrder(List.of(1L, 1L, 1L), List.of(2L), List.of(1L));
    assertThat(output.tried.get(0).key().variables()).isEqualTo(Map.of("n", "1"));
  }

  @Test
  void aChunkThatWouldOverflowIsQueuedAndTheStreamGoesToANewOne() throws Exception {
    fixture.mode = FlushMode.LAZY;
    fixture.chunkRecords = 3;
    fixture.start(output);

    fixture.emit("a", PipeFixture.events(1, 2));
    fixture.emit("a", PipeFixture.events(3, 4));

    assertThat(output.delivered).containsExactly(List.of(1L, 2L));
  }

  @Test
  void aStreamLargerThanAChunkIsSplit() throws Exception {
    fixture.mode = FlushMode.LAZY;
    fixture.chunkRecords = 3;
    fixture.burst = Duration.ZERO;
    fixture.start(output);

    fixture.emit("a", PipeFixture.events(LongStream.rangeClosed(1, 10).toArray()));
    fixture.advance(1);

    assertThat(output.delivered)
        .containsExactly(List.of(1L, 2L, 3L), List.of(4L, 5L, 6L), List.of(7L, 8L, 9L));
    assertThat(fixture.statistics.emitRecords().sum()).isEqualTo(10);
  }

  @Test
  void anEventLargerThanAChunkIsReportedAndTheOthersAreKept() throws Exception {
    fixture.chunkSize = 100;
    fixture.burst = Duration.ZERO;
    fixture.start(output);
    EventsBuilder stream = new EventsBuilder(64);
    for (var events :
        List.of(PipeFixture.events(1), PipeFixture.large(2, 500), PipeFixture.events(3))) {
      stream.appendRange(events.bytes().toBytes(), 0, events.byteSize(), 1);
    }

    CompletableFuture<Void> stage = fixture.emit("a", stream.build());
    fixture.advance(1);

    assertThat(stage).isCompletedExceptionally();
    assertThatThrownBy(stage::join)
        .hasCauseInstanceOf(ChunkOverflowException.class)
        .hasMessageContaining("bytes record (nth: 1) is larger than buffer chunk limit size (100)");
    assertThat(output.delivered).containsExactly(List.of(1L, 3L));
    assertThat(fixture.context.errors).singleElement().asString().startsWith("a {n=2, pad=xxx");
  }

  @Test
  void nothingIsStoredIfOnePartFails() throws Exception {
    fixture.mode = FlushMode.LAZY;
    fixture.keys =
        new ChunkKeys(false, Optional.empty(), ZoneOffset.UTC, List.of(RecordPath.parse("n")));
    BufferedPipe pipe = fixture.start(output);
    fixture.store.appendsUntilFailure = 1;

    CompletableFuture<Void> stage = fixture.emit("a", PipeFixture.events(1, 2));

    assertThatThrownBy(stage::join).hasCauseInstanceOf(IOException.class);
    assertThat(pipe.buffer().stageLength()).isZero();
    assertThat(pipe.buffer().totalQueuedSize()).isZero();
    assertThat(fixture.store.purged).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "ZSTD"})
  void compressedChunksAreMembersInARowAndReadBackPlain(Compression compression) throws Exception {
    fixture.mode = FlushMode.LAZY;
    fixture.compression = compression;
    BufferedPipe pipe = fixture.start(output);

    fixture.emit("a", PipeFixture.events(1, 2));
    fixture.emit("a", PipeFixture.events(3));
    pipe.flushAll();

    assertThat(output.delivered).containsExactly(List.of(1L, 2L, 3L));
    assertThat(output.tried.get(0).compression()).isEqualTo(compression);
  }

  @Test
  void shutdownFlushesWhatIsStaged() throws Exception {
    fixture.mode = FlushMode.LAZY;
    BufferedPipe pipe = fixture.start(output);
    fixture.emit("a", PipeFixture.events(1));

    pipe.stop();
    pipe.beforeShutdown();
    pipe.shutdown();
    pipe.afterShutdown();
    pipe.close();
    pipe.terminate();

    assertThat(output.delivered).containsExactly(List.of(1L));
    assertThat(fixture.budget.used()).isZero();
  }

  @Test
  void aBacklogIsFlushedAtTheBurstInterval() throws Exception {
    output.before =
        chunk -> {
          throw new IOException("down");
        };
    fixture.start(output);
    fixture.emit("a", PipeFixture.events(1));
    fixture.emit("a", PipeFixture.events(2));
    fixture.emit("a", PipeFixture.events(3));
    output.before = chunk -> {};

    fixture.advance(1);
    assertThat(output.delivered).hasSize(1);
    fixture.advance(1);
    assertThat(output.delivered).hasSize(2);
    fixture.advance(1);

    assertThat(output.delivered).containsExactly(List.of(1L), List.of(2L), List.of(3L));
  }

  /** An output whose destination confirms when the test says so. */
  private static final class LaterOutput implements Output, AsyncChunkWriter {
    final List<CompletableFuture<Void>> commits = new ArrayList<>();

    @Override
    public CompletionStage<Void> tryWrite(Chunk chunk) {
      commits.add(new CompletableFuture<>());
      return commits.get(commits.size() - 1);
    }
  }

  @Test
  void aLateCommitPurgesTheChunk() throws Exception {
    LaterOutput later = new LaterOutput();
    BufferedPipe pipe = fixture.start(later);
    fixture.emit("a", PipeFixture.events(1));
    assertThat(pipe.buffer().totalQueuedSize()).isPositive();

    later.commits.get(0).complete(null);

    assertThat(pipe.buffer().totalQueuedSize()).isZero();
  }

  @Test
  void aCommitThatDoesNotComeTakesTheChunkBack() throws Exception {
    LaterOutput later = new LaterOutput();
    BufferedPipe pipe = fixture.start(later);
    fixture.emit("a", PipeFixture.events(1));

    fixture.advance(62);
    later.commits.get(0).complete(null);
    assertThat(later.commits).hasSize(2);
    assertThat(pipe.buffer().totalQueuedSize()).isPositive();
    later.commits.get(1).complete(null);

    assertThat(pipe.buffer().totalQueuedSize()).isZero();
    assertThat(fixture.logLines())
        .anyMatch(
            line ->
                line.startsWith("failed to flush the buffer chunk, timeout to commit. chunk_id="));
  }

  @Test
  void integerTimesAreStoredIfAsked() throws Exception {
    fixture.timeAsInteger = true;
    fixture.start(output);
    EventsBuilder builder = new EventsBuilder(64);
    builder.begin(PipeFixture.START, 500, false).mapHeader(0);
    List<Boolean> integer = new ArrayList<>();
    output.before =
        chunk -> {
          var cursor = chunk.events().cursor();
          cursor.next();
          integer.add(cursor.integerTime());
        };

    fixture.emit("a", builder.build());

    assertThat(integer).containsExactly(true);
  }
}
