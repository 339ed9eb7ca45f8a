package io.millrace.engine.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.AsyncChunkWriter;
import io.millrace.api.Chunk;
import io.millrace.api.EventSink;
import io.millrace.api.Output;
import io.millrace.api.UnrecoverableException;
import io.millrace.engine.flush.FlushMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Errors that no retry helps, the limit of retries, the secondary. */
class FailureRulesTest {
  @TempDir Path root;
  private PipeFixture fixture;
  private final RecordingOutput output = new RecordingOutput();

  /** Another class of output than the primary. */
  private static final class Spare extends RecordingOutput {}

  @BeforeEach
  void setUp() {
    fixture = new PipeFixture(root);
  }

  private static void never(Chunk chunk) {
    throw new UnrecoverableException("400 Bad Request");
  }

  private static void down(Chunk chunk) throws IOException {
    throw new IOException("down");
  }

  private List<String> backups() throws IOException {
    Path dir = root.resolve("backup/worker0/out");
    if (!Files.exists(dir)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(dir)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private String logged(String start) {
    return fixture.logLines().stream().filter(it -> it.startsWith(start)).findFirst().orElse("");
  }

  @Nested
  class Unrecoverable {
    @Test
    void theChunkIsBackedUpAndNotTriedAgain() throws Exception {
      output.before = FailureRulesTest::never;
      BufferedPipe pipe = fixture.start(output);

      fixture.emit("a", PipeFixture.events(1));
      fixture.advance(1000);

      assertThat(output.tried).hasSize(1);
      assertThat(backups()).containsExactly(output.tried.get(0).id().hex() + ".log");
      assertThat(pipe.retry()).isEmpty();
      assertThat(pipe.buffer().totalQueuedSize()).isZero();
    }

    @Test
    void aSecondaryOfTheSameClassIsNotAsked() throws Exception {
      RecordingOutput same = new RecordingOutput();
      fixture.secondary = Optional.of(same);
      output.before = FailureRulesTest::never;
      fixture.start(output);

      fixture.emit("a", PipeFixture.events(1));

      assertThat(same.tried).isEmpty();
      assertThat(backups()).hasSize(1);
    }

    @Test
    void aSecondaryThatCommitsLaterIsNotAsked() throws Exception {
      List<Chunk> asked = new ArrayList<>();
      final class Later implements Output, AsyncChunkWriter {
        @Override
        public CompletionStage<Void> tryWrite(Chunk chunk) {
          asked.add(chunk);
          return EventSink.DONE;
        }
      }
      fixture.secondary = Optional.of(new Later());
      output.before = FailureRulesTest::never;
      fixture.start(output);

      fixture.emit("a", PipeFixture.events(1));

      assertThat(asked).isEmpty();
      assertThat(backups()).hasSize(1);
    }

    @Test
    void aSecondaryThatFailsIsTriedOnceAndTheChunkBackedUp() throws Exception {
      Spare spare = new Spare();
      spare.before = FailureRulesTest::down;
      fixture.secondary = Optional.of(spare);
      output.before = FailureRulesTest::never;
      fixture.start(output);

      fixture.emit("a", PipeFixture.events(1));
      fixture.advance(1000);

      assertThat(spare.tried).hasSize(1);
      assertThat(backups()).hasSize(1);
    }

    @Test
    void inTheSecondaryItIsBackedUpToo() throws Exception {
      Spare spare = new Spare();
      spare.before = FailureRulesTest::never;
      fixture.secondary = Optional.of(spare);
      fixture.retryTimeout = Duration.ofSeconds(10);
      output.before = FailureRulesTest::down;
      BufferedPipe pipe = fixture.start(output);

      fixture.emit("a", PipeFixture.events(1));
      fixture.advance(9);

      assertThat(backups()).hasSize(1);
      assertThat(pipe.buffer().totalQueuedSize()).isZero();
      assertThat(logged("got unrecoverable error in secondary")).isNotEmpty();
    }

    @Test
    void theNameOfTheOutputIsMadeSafeForADirectory() throws Exception {
      PipeFixture odd = new PipeFixture(root, "a b\"c/d\\e:f;g|h*i<j>k?l");
      output.before = FailureRulesTest::never;
      odd.start(output);

      odd.emit("a", PipeFixture.events(1));

      assertThat(root.resolve("backup/worker0/a_b_c_d_e_f_g_h_i_j_k_l"))
          .isDirectoryContaining("glob:**.log");
    }
  }

  @Nested
  class Limit {
    @Test
    void everyQueuedChunkIsDroppedAndTheLogSaysHowMuch() throws Exception {
      fixture.retryMaxTimes = OptionalInt.of(1);
      output.before = FailureRulesTest::down;
      BufferedPipe pipe = fixture.start(output);
      fixture.emit("a", PipeFixture.events(1, 2));
      fixture.emit("a", PipeFixture.events(3));

      fixture.advance(2);

      assertThat(pipe.buffer().totalQueuedSize()).isZero();
      assertThat(pipe.retry()).isEmpty();
      assertThat(logged("Hit limit for retries."))
          .isEqualTo(
              "Hit limit for retries. dropping all chunks in the buffer queue. retry_times=1"
                  + " records=3 error_class=IOException error=\"down\"");
    }

    @Test
    void theNextFailureAfterItBeginsANewTimeline() throws Exception {
      fixture.retryMaxTimes = OptionalInt.of(1);
      output.before = FailureRulesTest::down;
      BufferedPipe pipe = fixture.start(output);
      fixture.emit("a", PipeFixture.events(1));
      fixture.advance(2);

      fixture.emit("a", PipeFixture.events(2));

      assertThat(pipe.retry().orElseThrow().steps()).isZero();
    }

    @Test
    void chunksInMemoryAreNotEvacuated() throws Exception {
      fixture.retryMaxTimes = OptionalInt.of(0);
      output.before = FailureRulesTest::down;
      fixture.start(output);

      fixture.emit("a", PipeFixture.events(1));

      assertThat(root.resolve("buffer")).doesNotExist();
      assertThat(logged("chunk files are evacuated")).isEmpty();
    }
  }

  @Nested
  class Secondary {
    @Test
    void withRetryForeverItTakesOnlyWhatIsUnrecoverable() throws Exception {
      Spare spare = new Spare();
      fixture.secondary = Optional.of(spare);
      fixture.retryForever = true;
      fixture.retryTimeout = Duration.ofSeconds(5);
      output.before = FailureRulesTest::down;
      fixture.start(output);

      fixture.emit("a", PipeFixture.events(1));
      fixture.advance(1000);
      assertThat(spare.tried).isEmpty();
      output.before = FailureRulesTest::never;
      fixture.advance(1000);

      assertThat(spare.delivered).containsExactly(List.of(1L));
    }

    @Test
    void itTakesOverEarlierIfTheNumberOfRetriesIsWhatEndsThem() throws Exception {
      List<Double> secondTries = new ArrayList<>();
      Spare spare = new Spare();
      spare.before =
          chunk -> {
            secondTries.add(fixture.now());
            down(chunk);
          };
      fixture.secondary = Optional.of(spare);
      fixture.retryMaxTimes = OptionalInt.of(5); // 1 + 2 + 4 + 8 + 16 seconds, 80 percent of it
      output.before = FailureRulesTest::down;
      fixture.start(output);

      fixture.emit("a", PipeFixture.events(1));
      fixture.advance(1000);

      assertThat(secondTries).startsWith(24.8);
      assertThat(logged("Hit limit for retries.")).contains("retry_times=5");
    }
  }

  @Nested
  class Messages {
    @Test
    void aFailureNamesTheChunkTheErrorAndTheNextTry() throws Exception {
      fixture.mode = FlushMode.IMMEDIATE;
      output.before = FailureRulesTest::down;
      fixture.start(output);

      fixture.emit("a", PipeFixture.events(1));

      assertThat(logged("failed to flush the buffer."))
          .matches(
              "failed to flush the buffer\\. retry_times=0"
                  + " next_retry_time=\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d [-+]\\d{4}"
                  + " chunk=\"[0-9a-f]{32}\" error_class=IOException error=\"down\""
                  + " plugin_id=\"out\"");
    }
  }
}
