package io.millrace.engine.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Chunk;
import io.millrace.api.CustomFormat;
import io.millrace.api.RetryableException;
import io.millrace.api.Tag;
import io.millrace.api.UnrecoverableException;
import io.millrace.engine.flush.FlushMode;
import io.millrace.engine.flush.RetryPolicy;
import io.millrace.event.ByteArraySink;
import io.millrace.event.Compression;
import io.millrace.event.EventView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a failing destination leads to, on a manual clock. */
class BufferedPipeRetryTest {
  @TempDir Path root;
  private PipeFixture fixture;
  private final RecordingOutput output = new RecordingOutput();
  private final List<Double> tries = new ArrayList<>();

  @BeforeEach
  void setUp() {
    fixture = new PipeFixture(root);
    output.before =
        chunk -> {
          tries.add(fixture.now());
          throw new IOException("connection refused");
        };
  }

  /** A secondary of another class, which takes everything. */
  private static final class Spare extends RecordingOutput {}

  @Test
  void triesAtGrowingIntervalsUntilTheTimeoutAndDropsTheQueue() throws Exception {
    fixture.retryTimeout = Duration.ofSeconds(100);
    fixture.start(output);

    fixture.emit("a", PipeFixture.events(1));
    fixture.advance(1000);

    assertThat(tries).containsExactly(0.0, 1.0, 3.0, 7.0, 15.0, 31.0, 63.0, 100.0);
    assertThat(fixture.logLines())
        .anyMatch(
            line ->
                line.startsWith("failed to flush the buffer. retry_times=0 next_retry_time=")
                    && line.contains("error_class=IOException error=\"connection refused\""))
        .anyMatch(
            line ->
                line.startsWith(
                    "Hit limit for retries. dropping all chunks in the buffer queue. retry_times=7"
                        + " records=1"));
    assertThat(fixture.store.purged).isEqualTo(1);
  }

  @Test
  void periodicRetriesWaitTheSameTime() throws Exception {
    fixture.retryType = RetryPolicy.Type.PERIODIC;
    fixture.retryMaxTimes = OptionalInt.of(3);
    fixture.start(output);

    fixture.emit("a", PipeFixture.events(1));
    fixture.advance(100);

    assertThat(tries).containsExactly(0.0, 1.0, 2.0, 3.0);
  }

  @Test
  void noRetriesAtAllDropTheChunkAtTheFirstFailure() throws Exception {
    fixture.retryMaxTimes = OptionalInt.of(0);
    fixture.start(output);

    fixture.emit("a", PipeFixture.events(1));

    assertThat(tries).containsExactly(0.0);
    assertThat(fixture.logLines()).anyMatch(line -> line.startsWith("Hit limit for retries."));
  }

  @Test
  void foreverIgnoresTheLimits() throws Exception {
    fixture.retryForever = true;
    fixture.retryMaxTimes = OptionalInt.of(1);
    fixture.retryTimeout = Duration.ofSeconds(5);
    fixture.start(output);

    fixture.emit("a", PipeFixture.events(1));
    fixture.advance(1000);

    assertThat(tries).endsWith(511.0).hasSize(10);
  }

  @Test
  void aSuccessEndsTheTimelineForAllChunks() throws Exception {
    BufferedPipe pipe = fixture.start(output);
    fixture.emit("a", PipeFixture.events(1));
    fixture.emit("a", PipeFixture.events(2));
    fixture.advance(4);
    output.before = chunk -> {};

    fixture.advance(10);

    assertThat(output.delivered).containsExactly(List.of(1L), List.of(2L));
    assertThat(fixture.logLines()).anyMatch(line -> line.startsWith("retry succeeded. chunk_id="));
    assertThat(pipe.retrySteps()).isZero();
    assertThat(fixture.statistics.retryCount().sum()).isEqualTo(3);
    assertThat(fixture.statistics.rollbackCount().sum()).isEqualTo(3);
  }

  @Test
  void aFailureIsLoggedOnceUntilItIsOfAnotherKindOrOver() throws Exception {
    fixture.start(output);
    fixture.emit("a", PipeFixture.events(1));
    fixture.emit("a", PipeFixture.events(2));
    fixture.advance(20);
    output.before =
        chunk -> {
          throw new RetryableException("503", "try " + fixture.now(), new IOException());
        };
    fixture.advance(100);
    output.before = chunk -> {};
    fixture.advance(200);
    output.before =
        chunk -> {
          throw new RetryableException("503", "again", new IOException());
        };
    fixture.emit("a", PipeFixture.events(3));

    assertThat(fixture.warnings())
        .satisfiesExactly(
            line -> assertThat(line).contains("connection refused").contains("next_retry_time="),
            line -> assertThat(line).contains("error=\"try 31.0\"").contains("plugin_id=\"out\""),
            line -> assertThat(line).startsWith("retry succeeded."),
            line -> assertThat(line).contains("error=\"again\""));
  }

  @Test
  void stagedChunksStayWhenTheQueueIsDropped() throws Exception {
    fixture.retryMaxTimes = OptionalInt.of(1);
    fixture.mode = FlushMode.LAZY;
    fixture.chunkRecords = 2;
    BufferedPipe pipe = fixture.start(output);
    fixture.emit("a", PipeFixture.events(1, 2));
    fixture.emit("a", PipeFixture.events(3));

    fixture.advance(10);

    assertThat(fixture.store.purged).isEqualTo(1);
    assertThat(pipe.buffer().queueLength()).isZero();
    assertThat(pipe.buffer().stageLength()).isEqualTo(1);
  }

  @Test
  void theSecondaryTakesOverAtEightyPercentAndItsWaitsStartOver() throws Exception {
    List<Double> secondTries = new ArrayList<>();
    Spare spare = new Spare();
    spare.before =
        chunk -> {
          secondTries.add(fixture.now());
          throw new IOException("disk full");
        };
    fixture.retryTimeout = Duration.ofSeconds(100);
    fixture.secondary = Optional.of(spare);
    fixture.start(output);

    fixture.emit("a", PipeFixture.events(1));
    fixture.advance(1000);

    assertThat(tries).containsExactly(0.0, 1.0, 3.0, 7.0, 15.0, 31.0, 63.0);
    assertThat(secondTries).containsExactly(80.0, 81.0, 83.0, 87.0, 95.0, 100.0);
    assertThat(fixture.logLines())
        .anyMatch(line -> line.startsWith("failed to flush the buffer with secondary output."));
  }

  @Test
  void aSuccessOfTheSecondaryEndsTheTimeline() throws Exception {
    Spare spare = new Spare();
    fixture.retryTimeout = Duration.ofSeconds(100);
    fixture.secondary = Optional.of(spare);
    fixture.start(output);

    fixture.emit("a", PipeFixture.events(1));
    fixture.advance(80);

    assertThat(spare.delivered).containsExactly(List.of(1L));
    assertThat(fixture.logLines())
        .anyMatch(line -> line.startsWith("retry succeeded by secondary. chunk_id="));
    assertThat(fixture.statistics.writeSecondaryCount().sum()).isEqualTo(1);
  }

  @Test
  void anUnrecoverableErrorGoesToTheSecondaryAtOnce() throws Exception {
    Spare spare = new Spare();
    fixture.secondary = Optional.of(spare);
    output.before =
        chunk -> {
          throw new UnrecoverableException("400 Bad Request");
        };
    fixture.start(output);

    fixture.emit("a", PipeFixture.events(1));

    assertThat(spare.delivered).containsExactly(List.of(1L));
    assertThat(fixture.store.purged).isEqualTo(1);
  }

  /** An output whose chunks are text. */
  private static final class TextOutput extends RecordingOutput implements CustomFormat {
    @Override
    public void format(Tag tag, EventView event, ByteArraySink out) {
      out.writeUtf8(tag + "\n");
    }

    @Override
    public void write(Chunk chunk) throws Exception {
      before.write(chunk);
    }
  }

  @Test
  void withoutASecondaryAnUnrecoverableChunkIsBackedUp() throws Exception {
    TextOutput text = new TextOutput();
    List<String> ids = new ArrayList<>();
    text.before =
        chunk -> {
          ids.add(chunk.id().hex());
          throw new IllegalArgumentException("never");
        };
    fixture.compression = Compression.GZIP;
    fixture.start(text);

    fixture.emit("app.a", PipeFixture.events(1, 2));

    Path backup = root.resolve("backup/worker0/out/" + ids.get(0) + ".log");
    assertThat(Files.readString(backup)).isEqualTo("app.a\napp.a\n");
    assertThat(fixture.logLines())
        .contains("bad chunk is moved to " + backup)
        .anyMatch(line -> line.startsWith("got unrecoverable error in primary and no secondary"));
    assertThat(fixture.store.purged).isEqualTo(1);
  }

  @Test
  void disabledBackupThrowsTheChunkAway() throws Exception {
    fixture.disableBackup = true;
    output.before =
        chunk -> {
          throw new UnrecoverableException("never");
        };
    fixture.start(output);

    fixture.emit("a", PipeFixture.events(1));

    assertThat(root.resolve("backup")).doesNotExist();
    assertThat(fixture.logLines())
        .anyMatch(line -> line.startsWith("disable_chunk_backup is true."));
  }

  @Test
  void aReloadGoesOnWithTheRetryAndTheChunksInOrder() throws Exception {
    fixture.retryTimeout = Duration.ofSeconds(100);
    fixture.start(output);
    fixture.emit("a", PipeFixture.events(1));
    fixture.emit("a", PipeFixture.events(2));
    fixture.advance(5);

    fixture.reload(output);
    output.before = chunk -> tries.add(fixture.now());
    fixture.advance(20);

    assertThat(tries).startsWith(0.0, 1.0, 3.0, 7.0);
    assertThat(output.delivered).containsExactly(List.of(1L), List.of(2L));
    assertThat(fixture.warnings()).noneMatch(line -> line.contains("lost at shutdown"));
  }

  @ParameterizedTest
  @ValueSource(longs = {-3600, 3600, 86_400_000})
  void retriesAndTheirTimeoutDoNotFollowAClockThatIsSet(long seconds) throws Exception {
    output.before =
        chunk -> {
          tries.add(fixture.time.nanos() / 1e9);
          throw new IOException("connection refused");
        };
    fixture.retryTimeout = Duration.ofSeconds(100);
    fixture.start(output);
    fixture.emit("a", PipeFixture.events(1));
    fixture.advance(4);

    fixture.time.set(Duration.ofSeconds(seconds));
    Instant shown = fixture.retry().orElseThrow().next();
    fixture.advance(1000);

    assertThat(shown)
        .as("by the clock as it is set now")
        .isEqualTo(Instant.ofEpochSecond(PipeFixture.START + 7 + seconds));
    assertThat(tries).containsExactly(0.0, 1.0, 3.0, 7.0, 15.0, 31.0, 63.0, 100.0);
    assertThat(fixture.logLines()).anyMatch(line -> line.startsWith("Hit limit for retries."));
  }

  @ParameterizedTest
  @ValueSource(longs = {-3600, 3600})
  void theSecondaryDoesNotTakeOverBecauseTheClockIsSet(long seconds) throws Exception {
    Spare spare = new Spare();
    fixture.retryTimeout = Duration.ofSeconds(100);
    fixture.secondary = Optional.of(spare);
    fixture.start(output);
    fixture.emit("a", PipeFixture.events(1));

    fixture.time.set(Duration.ofSeconds(seconds));
    fixture.advance(79);
    assertThat(spare.delivered).isEmpty();
    fixture.advance(1);

    assertThat(spare.delivered).containsExactly(List.of(1L));
  }

  @Test
  void aStagedChunkFromTheFutureIsDueAtOnce() throws Exception {
    output.before = chunk -> {};
    fixture.mode = FlushMode.INTERVAL;
    fixture.start(output);
    fixture.emit("a", PipeFixture.events(1));

    fixture.time.set(Duration.ofDays(-1));
    fixture.advance(10);

    assertThat(output.delivered).containsExactly(List.of(1L));
  }
}
