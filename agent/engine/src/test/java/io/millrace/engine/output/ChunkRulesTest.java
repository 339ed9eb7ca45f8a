package io.millrace.engine.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.BufferOverflowException;
import io.millrace.api.Chunk;
import io.millrace.api.ChunkKey;
import io.millrace.api.ChunkKeys;
import io.millrace.api.ChunkOverflowException;
import io.millrace.api.CustomFormat;
import io.millrace.api.Tag;
import io.millrace.engine.buffer.OverflowAction;
import io.millrace.engine.flush.FlushMode;
import io.millrace.event.ByteArraySink;
import io.millrace.event.Compression;
import io.millrace.event.EventView;
import io.millrace.event.EventsBuilder;
import io.millrace.event.PackedEvents;
import io.millrace.event.RecordPath;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which chunk an event goes to, when a chunk is over or full, and what a full buffer does. */
class ChunkRulesTest {
  @TempDir Path root;
  private PipeFixture fixture;
  private final RecordingOutput output = new RecordingOutput();

  @BeforeEach
  void setUp() {
    fixture = new PipeFixture(root);
    fixture.mode = FlushMode.LAZY;
    fixture.burst = Duration.ZERO;
  }

  private static PackedEvents record(long second, Map<String, Object> record) {
    EventsBuilder builder = new EventsBuilder(64);
    builder.begin(second, 0, true).value(record);
    return builder.build();
  }

  /** The keys of the chunks that events made, in the order of their delivery. */
  private List<ChunkKey> keysOf(ChunkKeys keys, PackedEvents... emits) throws Exception {
    fixture.keys = keys;
    BufferedPipe pipe = fixture.start(output);
    for (PackedEvents events : emits) {
      fixture.emit("app.web", events);
    }
    pipe.flushAll();
    return output.tried.stream().map(Chunk::key).toList();
  }

  private static ChunkKeys byFields(String... fields) {
    return new ChunkKeys(
        false,
        Optional.empty(),
        ZoneOffset.UTC,
        Arrays.stream(fields).map(RecordPath::parse).toList());
  }

  private static ChunkKeys byTime(Duration timekey, ZoneId zone) {
    return new ChunkKeys(false, Optional.of(timekey), zone, List.of());
  }

  private static void down(Chunk chunk) throws IOException {
    throw new IOException("down");
  }

  @Nested
  class Metadata {
    @Test
    void aNestedFieldIsAKeyUnderTheNameThatIsConfigured() throws Exception {
      assertThat(
              keysOf(
                  byFields("$.k8s.ns"),
                  record(1, Map.of("k8s", Map.of("ns", "shop"))),
                  record(1, Map.of("k8s", Map.of("ns", "blog"))),
                  record(1, Map.of("k8s", Map.of("ns", "shop")))))
          .extracting(ChunkKey::variables)
          .containsExactly(Map.of("$.k8s.ns", "shop"), Map.of("$.k8s.ns", "blog"));
    }

    @Test
    void aFieldThatIsMissingOrNullIsTheEmptyText() throws Exception {
      Map<String, Object> isNull = new HashMap<>();
      isNull.put("level", null);

      assertThat(
              keysOf(
                  byFields("level"),
                  record(1, Map.of("n", 1)),
                  record(1, isNull),
                  record(1, Map.of("level", ""))))
          .extracting(ChunkKey::variables)
          .containsExactly(Map.of("level", ""));
    }

    @Test
    void aFieldThatIsNoTextCountsByItsText() throws Exception {
      assertThat(keysOf(byFields("v"), record(1, Map.of("v", 5)), record(1, Map.of("v", true))))
          .extracting(ChunkKey::variables)
          .containsExactly(Map.of("v", "5"), Map.of("v", "true"));
    }

    @Test
    void theTagIsThereOnlyIfItIsAKey() throws Exception {
      assertThat(keysOf(byFields("n"), record(1, Map.of("n", 1))))
          .extracting(ChunkKey::tag)
          .containsExactly(Optional.<Tag>empty());
    }

    @Test
    void thereIsOneStagedChunkForEachMetadata() throws Exception {
      fixture.keys =
          new ChunkKeys(true, Optional.of(Duration.ofMinutes(1)), ZoneOffset.UTC, List.of());
      BufferedPipe pipe = fixture.start(output);

      for (String tag : List.of("a", "b", "a")) {
        for (long second : List.of(0L, 59L, 60L)) {
          fixture.emit(tag, PipeFixture.eventsAt(second, 1));
        }
      }

      assertThat(pipe.buffer().stageLength()).isEqualTo(4);
    }
  }

  @Nested
  class Timekey {
    @ParameterizedTest
    @CsvSource({
      "86400, UTC,           1700000000, 1699920000",
      "86400, Asia/Tokyo,    1700000000, 1699974000", // midnight there, 15:00 the day before here
      "86400, Asia/Kolkata,  1700000000, 1699986600", // 18:30
      "3600,  Asia/Kolkata,  1700000000, 1699997400", // hours begin at half past
      "86400, -05:00,        1700000000, 1699938000",
      "86400, Europe/Berlin, 1679788800, 1679785200", // an hour before the clocks change: +01:00
      "86400, Europe/Berlin, 1679800000, 1679781600", // after that +02:00 counts for the whole day
      "60,    UTC,           59,         0",
      "60,    UTC,           60,         60",
    })
    void aSliceBeginsByTheOffsetOfTheZoneAtTheEvent(
        long timekey, String zone, long second, long start) throws Exception {
      assertThat(
              keysOf(
                  byTime(Duration.ofSeconds(timekey), ZoneId.of(zone)),
                  PipeFixture.eventsAt(second, 1)))
          .extracting(key -> key.timekey().getAsLong())
          .containsExactly(start);
    }

    @Test
    void onlyWholeSecondsCount() throws Exception {
      EventsBuilder late = new EventsBuilder(64);
      late.begin(59, 999_999_999, false).value(Map.of("n", 1));

      assertThat(keysOf(byTime(Duration.ofMinutes(1), ZoneOffset.UTC), late.build()))
          .extracting(key -> key.timekey().getAsLong())
          .containsExactly(0L);
    }
  }

  @Nested
  class OverAndFull {
    @Test
    void aChunkIsFullAtTheThresholdOfItsSize() throws Exception {
      PackedEvents event = PipeFixture.large(1, 300);
      fixture.chunkSize = event.byteSize() * 100L / 95; // one event is 95 percent
      fixture.start(output);

      fixture.emit("a", event);

      assertThat(output.delivered).containsExactly(List.of(1L));
    }

    @Test
    void aChunkIsNotFullBelowTheThreshold() throws Exception {
      PackedEvents event = PipeFixture.large(1, 300);
      fixture.chunkSize = event.byteSize() * 100L / 90;
      BufferedPipe pipe = fixture.start(output);

      fixture.emit("a", event);

      assertThat(output.delivered).isEmpty();
      assertThat(pipe.buffer().stageLength()).isEqualTo(1);
    }

    @Test
    void aChunkIsFullAtTheThresholdOfItsRecords() throws Exception {
      fixture.chunkRecords = 20; // 19 are 95 percent
      fixture.start(output);

      fixture.emit("a", PipeFixture.events(LongStream.range(0, 18).toArray()));
      assertThat(output.delivered).isEmpty();
      fixture.emit("a", PipeFixture.events(18));

      assertThat(output.delivered).singleElement().satisfies(it -> assertThat(it).hasSize(19));
    }

    @Test
    void aStreamThatExactlyFillsTheLimitGoesIntoOneChunk() throws Exception {
      PackedEvents events = PipeFixture.events(1, 2, 3);
      fixture.chunkSize = events.byteSize();
      fixture.start(output);

      fixture.emit("a", events);

      assertThat(output.delivered).containsExactly(List.of(1L, 2L, 3L));
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "ZSTD"})
    void theLimitIsOneOfCompressedBytes(Compression compression) throws Exception {
      fixture.compression = compression;
      fixture.chunkSize = 1000;
      BufferedPipe pipe = fixture.start(output);

      assertThat(fixture.emit("a", PipeFixture.large(1, 100_000))).isCompleted();

      assertThat(pipe.buffer().stageByteSize() + pipe.buffer().queueByteSize()).isLessThan(1000);
    }

    @Test
    void anEventThatIsTooLargeCompressedIsNamedAsAppended() throws Exception {
      fixture.compression = Compression.GZIP;
      fixture.chunkSize = 10;
      fixture.start(output);

      assertThatThrownBy(() -> fixture.emit("a", PipeFixture.events(1)).join())
          .hasCauseInstanceOf(ChunkOverflowException.class)
          .hasMessageMatching(
              ".*concatenated/appended a \\d+ bytes record \\(nth: 0\\) is larger than buffer chunk"
                  + " limit size \\(10\\)");
    }

    @Test
    void anEventThatIsTooLargeIsNoOverflowOfTheBuffer() throws Exception {
      fixture.chunkSize = 10;
      fixture.overflow = OverflowAction.BLOCK;
      fixture.start(output);

      CompletableFuture<Void> stage = fixture.emit("a", PipeFixture.large(1, 100));

      assertThat(stage).isCompletedExceptionally();
      assertThat(fixture.logLines()).noneMatch(line -> line.contains("buffer overflow"));
    }
  }

  @Nested
  class CustomFormats {
    /** Writes the tag for odd numbers and nothing for even ones. */
    private final class OddOnly extends RecordingOutput implements CustomFormat {
      private final List<String> chunks = new ArrayList<>();

      @Override
      public void format(Tag tag, EventView event, ByteArraySink out) {
        if (Long.parseLong(event.text(RecordPath.ofKey("n")).orElseThrow()) % 2 == 1) {
          out.writeUtf8(tag + "\n");
        }
      }

      @Override
      public void write(Chunk chunk) throws Exception {
        chunks.add(new String(chunk.open().readAllBytes(), UTF_8) + chunk.records());
      }
    }

    @Test
    void anEventThatIsFormattedToNothingIsSkipped() throws Exception {
      OddOnly odd = new OddOnly();
      BufferedPipe pipe = fixture.start(odd);

      fixture.emit("a", PipeFixture.events(1, 2, 3));
      fixture.emit("a", PipeFixture.events(4));
      pipe.flushAll();

      assertThat(odd.chunks).containsExactly("a\na\n2");
    }

    @Test
    void aStreamThatIsFormattedToNothingMakesNoChunk() throws Exception {
      BufferedPipe pipe = fixture.start(new OddOnly());

      assertThat(fixture.emit("a", PipeFixture.events(2, 4))).isCompleted();

      assertThat(pipe.buffer().stageLength()).isZero();
    }
  }

  @Nested
  class Overflow {
    @Test
    void aChunkThatIsBeingDeliveredCountsUntilItIsGone() throws Exception {
      fixture.mode = FlushMode.IMMEDIATE;
      fixture.totalSize = 10;
      List<CompletableFuture<Void>> meanwhile = new ArrayList<>();
      output.before = chunk -> meanwhile.add(fixture.emit("a", PipeFixture.events(3)));
      fixture.start(output);

      fixture.emit("a", PipeFixture.events(1, 2));

      assertThat(meanwhile)
          .singleElement()
          .satisfies(it -> assertThat(it).isCompletedExceptionally());
      assertThat(fixture.emit("a", PipeFixture.events(4))).isCompleted();
    }

    @Test
    void nothingIsDroppedForDropOldestChunkIfEverythingIsStaged() throws Exception {
      fixture.totalSize = 10;
      fixture.overflow = OverflowAction.DROP_OLDEST_CHUNK;
      BufferedPipe pipe = fixture.start(output);
      fixture.emit("a", PipeFixture.events(1, 2));

      CompletableFuture<Void> refused = fixture.emit("a", PipeFixture.events(3));

      assertThatThrownBy(refused::join).hasCauseInstanceOf(BufferOverflowException.class);
      assertThat(pipe.buffer().stageLength()).isEqualTo(1);
      assertThat(fixture.statistics.dropOldestChunkCount().sum()).isZero();
      assertThat(fixture.logLines())
          .anyMatch(
              line ->
                  line.startsWith(
                      "failed to write data into buffer by buffer overflow"
                          + " action=:drop_oldest_chunk"))
          .contains("no queued chunks to be dropped for drop_oldest_chunk");
    }

    @Test
    void theChunkThatIsDroppedIsNamed() throws Exception {
      fixture.mode = FlushMode.IMMEDIATE;
      fixture.totalSize = 10;
      fixture.overflow = OverflowAction.DROP_OLDEST_CHUNK;
      output.before = ChunkRulesTest::down;
      fixture.start(output);
      fixture.emit("a", PipeFixture.events(1, 2));

      fixture.emit("a", PipeFixture.events(3));

      assertThat(fixture.warnings())
          .anyMatch(
              line ->
                  line.startsWith(
                      "dropping oldest chunk to make space after buffer overflow chunk_id="
                          + output.tried.get(0).id().hex()));
    }
  }
}
