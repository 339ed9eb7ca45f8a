package io.millrace.engine.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.BufferOverflowException;
import io.millrace.api.ChunkKeys;
import io.millrace.api.CustomFormat;
import io.millrace.api.Tag;
import io.millrace.engine.buffer.OverflowAction;
import io.millrace.engine.flush.FlushMode;
import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.Compression;
import io.millrace.event.EventView;
import io.millrace.event.MalformedPackException;
import io.millrace.event.PackedEvents;
import io.millrace.event.RecordPath;
import io.millrace.event.SealedEvents;
import io.millrace.event.Zstd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Payloads in a buffer: when they are stored as they came, and when they are looked into. */
class BufferedPipeSealedTest {
  private static final ChunkKeys TAG =
      new ChunkKeys(true, Optional.empty(), ZoneOffset.UTC, List.of());

  @TempDir Path root;
  private PipeFixture fixture;
  private final RecordingOutput output = new RecordingOutput();
  private int looks;

  @BeforeEach
  void setUp() {
    fixture = new PipeFixture(root);
    fixture.mode = FlushMode.LAZY;
    fixture.keys = TAG;
  }

  /** As a sender might compress it; not as the buffer would. */
  private static ByteSlice seal(PackedEvents events, Compression compression) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    switch (compression) {
      case TEXT -> out.writeBytes(events.bytes().toBytes());
      case GZIP -> {
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
          gzip.write(events.bytes().toBytes());
        }
      }
      case ZSTD -> {
        ByteArraySink frame = new ByteArraySink(64);
        Zstd.frame(events.bytes(), frame);
        out.writeBytes(frame.toBytes());
      }
    }
    return ByteSlice.of(out.toByteArray());
  }

  private SealedEvents unread(ByteSlice payload, Compression compression, int claimed) {
    return SealedEvents.unread(
        payload,
        compression,
        claimed,
        (bytes, how) -> {
          looks++;
          try (InputStream in =
              how.inflate(
                  new ByteArrayInputStream(bytes.array(), bytes.offset(), bytes.length()))) {
            return ByteSlice.of(in.readAllBytes());
          } catch (IOException e) {
            throw new MalformedPackException(e.getMessage());
          }
        });
  }

  private SealedEvents unread(PackedEvents events, Compression compression) throws IOException {
    return unread(seal(events, compression), compression, events.count());
  }

  private byte[] stored() throws IOException {
    assertThat(output.tried).hasSize(1);
    try (InputStream in = output.tried.get(0).openStored()) {
      return in.readAllBytes();
    }
  }

  private static byte[] join(ByteSlice... slices) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (ByteSlice slice : slices) {
      all.writeBytes(slice.toBytes());
    }
    return all.toByteArray();
  }

  @ParameterizedTest
  @EnumSource
  void aPayloadCompressedAsChunksAreIsStoredAsItCame(Compression compression) throws Exception {
    fixture.compression = compression;
    BufferedPipe pipe = fixture.start(output);
    PackedEvents three = PipeFixture.events(3);
    ByteSlice one = seal(PipeFixture.events(1, 2), compression);
    ByteSlice two = seal(three, compression);

    fixture.emit("a", unread(one, compression, 2));
    fixture.emit("a", SealedEvents.checked(two, compression, three));
    assertThat(looks).isZero();
    pipe.flushAll();

    assertThat(output.delivered).containsExactly(List.of(1L, 2L, 3L));
    assertThat(output.tried.get(0).records()).isEqualTo(3);
    assertThat(stored()).isEqualTo(join(one, two));
    assertThat(fixture.statistics.emitRecords().sum()).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "ZSTD"})
  void aPayloadCompressedAnotherWayIsOpened(Compression compression) throws Exception {
    BufferedPipe pipe = fixture.start(output);

    fixture.emit("a", unread(PipeFixture.events(1, 2), compression));
    pipe.flushAll();

    assertThat(looks).isEqualTo(1);
    assertThat(stored()).isEqualTo(PipeFixture.events(1, 2).bytes().toBytes());
  }

  @Test
  void whatOnlyEventsTellIsLookedUpInThem() throws Exception {
    fixture.compression = Compression.GZIP;
    fixture.keys =
        new ChunkKeys(true, Optional.empty(), ZoneOffset.UTC, List.of(RecordPath.parse("n")));
    BufferedPipe pipe = fixture.start(output);

    fixture.emit("a", unread(PipeFixture.events(1, 2, 1), Compression.GZIP));
    pipe.flushAll();

    assertThat(output.delivered).containsExactlyInAnyOrder(List.of(1L, 1L), List.of(2L));
  }

  @Test
  void aTimeKeyAsksForALookButThePayloadStaysIfItIsOfOneSlice() throws Exception {
    fixture.compression = Compression.GZIP;
    fixture.keys = new ChunkKeys(true, Optional.of(Duration.ofHours(1)), ZoneOffset.UTC, List.of());
    BufferedPipe pipe = fixture.start(output);
    ByteSlice payload = seal(PipeFixture.events(1, 2), Compression.GZIP);

    fixture.emit("a", unread(payload, Compression.GZIP, 2));
    pipe.flushAll();

    assertThat(looks).isEqualTo(1);
    assertThat(stored()).isEqualTo(payload.toBytes());
  }

  @Test
  void integerTimesAreWrittenIntoWhatIsStored() throws Exception {
    fixture.compression = Compression.GZIP;
    fixture.timeAsInteger = true;
    BufferedPipe pipe = fixture.start(output);

    fixture.emit("a", unread(PipeFixture.events(1), Compression.GZIP));
    pipe.flushAll();

    assertThat(looks).isEqualTo(1);
    assertThat(output.delivered).containsExactly(List.of(1L));
  }

  /** Its chunks hold text of its own. */
  private static final class Formatting extends RecordingOutput implements CustomFormat {
    @Override
    public void format(Tag tag, EventView event, ByteArraySink out) {
      out.writeAscii("line\n");
    }

    @Override
    public void write(io.millrace.api.Chunk chunk) throws IOException {
      try (InputStream in = chunk.open()) {
        delivered.add(List.of((long) in.readAllBytes().length));
      }
    }
  }

  @Test
  void whatAnOutputFormatsIsLookedInto() throws Exception {
    Formatting formatting = new Formatting();
    fixture.compression = Compression.GZIP;
    BufferedPipe pipe = fixture.start(formatting);

    fixture.emit("a", unread(PipeFixture.events(1, 2), Compression.GZIP));
    pipe.flushAll();

    assertThat(formatting.delivered).containsExactly(List.of(10L));
  }

  @ParameterizedTest
  @EnumSource
  void whatIsMoreThanAChunkIsOpenedAndDivided(Compression compression) throws Exception {
    fixture.compression = compression;
    fixture.chunkSize = 400;
    BufferedPipe pipe = fixture.start(output);
    PackedEvents many = PipeFixture.events(LongStream.range(0, 2000).toArray());

    CompletableFuture<Void> stage = fixture.emit("a", unread(many, compression));
    pipe.flushAll();

    assertThat(stage).isCompleted();
    assertThat(looks).isEqualTo(1);
    assertThat(output.delivered.stream().flatMap(List::stream).toList())
        .containsExactlyElementsOf(LongStream.range(0, 2000).boxed().toList());
    assertThat(output.tried).hasSizeGreaterThan(1).allMatch(chunk -> chunk.size() <= 400);
  }

  @Test
  void aClaimOfMoreThanAChunkMayHoldIsLookedInto() throws Exception {
    fixture.chunkRecords = 10;
    BufferedPipe pipe = fixture.start(output);

    fixture.emit("a", unread(PipeFixture.events(1, 2).bytes(), Compression.TEXT, 11));
    pipe.flushAll();

    assertThat(output.delivered).containsExactly(List.of(1L, 2L));
    assertThat(output.tried.get(0).records()).isEqualTo(2);
  }

  @Test
  void whatMustBeLookedIntoAndHoldsNoEventsFailsItsStage() throws Exception {
    fixture.chunkSize = 4;
    BufferedPipe pipe = fixture.start(output);

    CompletableFuture<Void> stage =
        fixture.emit("a", unread(ByteSlice.utf8("no events"), Compression.TEXT, 1));

    assertThatThrownBy(stage::join).hasCauseInstanceOf(MalformedPackException.class);
    assertThat(pipe.buffer().totalQueuedSize()).isZero();
    assertThat(fixture.statistics.emitRecords().sum()).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "ZSTD"})
  void whatWasStoredUnreadAndIsNoPayloadGoesToTheBackupWhole(Compression compression)
      throws Exception {
    fixture.compression = compression;
    BufferedPipe pipe = fixture.start(output);
    ByteSlice good = seal(PipeFixture.events(1), compression);
    ByteSlice bad = ByteSlice.utf8("no payload");

    fixture.emit("a", unread(good, compression, 1));
    fixture.emit("a", unread(bad, compression, 1));
    fixture.emit("a", unread(good, compression, 1));
    pipe.flushAll();

    assertThat(output.delivered).isEmpty();
    Path backup = root.resolve("backup/worker0/out/" + output.tried.get(0).id().hex() + ".log");
    assertThat(Files.readAllBytes(backup)).isEqualTo(join(good, bad, good));
  }

  @Test
  void aParkedPayloadIsOpenedWhenThereIsRoom() throws Exception {
    fixture.overflow = OverflowAction.BLOCK;
    fixture.totalSize = 10;
    BufferedPipe pipe = fixture.start(output);
    fixture.emit("a", PipeFixture.events(1, 2));

    CompletableFuture<Void> good =
        fixture.emit("a", unread(PipeFixture.events(3), Compression.GZIP));
    CompletableFuture<Void> bad =
        fixture.emit("a", unread(ByteSlice.utf8("no payload"), Compression.GZIP, 1));
    assertThat(good).isNotDone();
    assertThat(looks).as("of the one that was tried and found no room").isLessThanOrEqualTo(1);
    pipe.flushAll();
    fixture.advance(2);

    assertThat(good).isCompleted();
    assertThat(looks).isEqualTo(2);
    assertThatThrownBy(bad::join)
        .hasCauseInstanceOf(MalformedPackException.class)
        .isNotInstanceOf(BufferOverflowException.class);
  }
}
