package io.millrace.engine.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Chunk;
import io.millrace.api.ChunkKeys;
import io.millrace.api.ChunkOverflowException;
import io.millrace.api.CustomFormat;
import io.millrace.api.Tag;
import io.millrace.engine.buffer.OverflowAction;
import io.millrace.engine.flush.FlushMode;
import io.millrace.event.ByteArraySink;
import io.millrace.event.Compression;
import io.millrace.event.EventView;
import io.millrace.event.LentEvents;
import io.millrace.event.PackReader;
import io.millrace.event.PackedEvents;
import io.millrace.event.RecordPath;
import io.millrace.event.SealedEvents;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Events in an array that its owner wants back: a buffer copies them, and gives it back. */
class BufferedPipeLentTest {
  @TempDir Path root;
  private PipeFixture fixture;
  private final RecordingOutput output = new RecordingOutput();

  @BeforeEach
  void setUp() {
    fixture = new PipeFixture(root);
    fixture.mode = FlushMode.LAZY;
    fixture.keys = new ChunkKeys(true, Optional.empty(), ZoneOffset.UTC, List.of());
  }

  /** An owner that writes over its array as soon as it has it back. */
  private static final class Owner implements LentEvents.Lender {
    final LentEvents events;
    private final byte[] array;
    private final AtomicInteger readers = new AtomicInteger(1);
    volatile boolean kept;
    volatile boolean isBack;

    Owner(PackedEvents events) {
      array = events.bytes().toBytes();
      this.events =
          new LentEvents(PackedEvents.trusted(array, 0, array.length, events.count()), this);
    }

    @Override
    public void keep() {
      kept = true;
    }

    @Override
    public void retain() {
      readers.incrementAndGet();
    }

    @Override
    public void release() {
      if (readers.decrementAndGet() == 0 && !kept) {
        Arrays.fill(array, (byte) 0xc1);
        isBack = true;
      }
    }
  }

  /** Emits as an input does, which gives its hold up when the emit has ended. */
  private CompletableFuture<Void> emit(Owner owner) {
    return fixture.emit("a", owner.events).whenComplete((done, error) -> owner.release());
  }

  @ParameterizedTest
  @EnumSource
  void aChunkHasItsOwnCopy(Compression compression) throws Exception {
    fixture.compression = compression;
    BufferedPipe pipe = fixture.start(output);
    Owner owner = new Owner(PipeFixture.events(1, 2));

    emit(owner).join();
    assertThat(owner.isBack).isTrue();
    pipe.flushAll();

    assertThat(output.delivered).containsExactly(List.of(1L, 2L));
    assertThat(fixture.statistics.emitRecords().sum()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void soHasOneThatStoresAPayloadUnread(Compression compression) throws Exception {
    fixture.compression = compression;
    BufferedPipe pipe = fixture.start(output);
    Owner owner = new Owner(PipeFixture.events(1, 2));
    SealedEvents payload =
        SealedEvents.unread(
            owner.events.borrowed().bytes(), Compression.TEXT, 2, (bytes, how) -> bytes, owner);

    fixture.emit("a", payload).join();
    owner.release();
    assertThat(owner.isBack).isTrue();
    pipe.flushAll();

    assertThat(output.delivered).containsExactly(List.of(1L, 2L));
  }

  @Test
  void soHaveTheChunksOfTimesAndFields() throws Exception {
    fixture.keys =
        new ChunkKeys(
            true, Optional.of(Duration.ofHours(1)), ZoneOffset.UTC, List.of(RecordPath.parse("n")));
    BufferedPipe pipe = fixture.start(output);
    Owner one = new Owner(PipeFixture.events(1, 2, 1));
    Owner two = new Owner(PipeFixture.events(2, 1, 2));

    emit(one).join();
    emit(two).join();
    assertThat(one.isBack).isTrue();
    assertThat(two.isBack).isTrue();
    pipe.flushAll();

    assertThat(output.delivered)
        .containsExactlyInAnyOrder(List.of(1L, 1L, 1L), List.of(2L, 2L, 2L));
  }

  @Test
  void aParkedStreamIsHeldUntilItIsStored() throws Exception {
    fixture.overflow = OverflowAction.BLOCK;
    fixture.totalSize = 10;
    BufferedPipe pipe = fixture.start(output);
    fixture.emit("a", PipeFixture.events(1));
    Owner owner = new Owner(PipeFixture.events(2, 3));

    fixture.emit("a", owner.events);
    owner.release(); // who emits may end before those it emitted to, if another of them failed
    assertThat(owner.isBack).isFalse();
    pipe.flushAll();
    fixture.advance(2);
    pipe.flushAll();

    assertThat(owner.isBack).isTrue();
    assertThat(output.delivered).containsExactly(List.of(1L), List.of(2L, 3L));
  }

  @Test
  void aParkedStreamThatIsRefusedIsGivenBack() throws Exception {
    fixture.overflow = OverflowAction.BLOCK;
    fixture.totalSize = 10;
    BufferedPipe pipe = fixture.start(output);
    fixture.emit("a", PipeFixture.events(1));
    Owner owner = new Owner(PipeFixture.events(2, 3));

    CompletableFuture<Void> stage = emit(owner);
    pipe.stop();

    assertThat(stage).isCompletedExceptionally();
    assertThat(owner.isBack).isTrue();
  }

  @Test
  void anEventTooLargeForAChunkIsReportedWithItsOwnBytes() throws Exception {
    fixture.chunkSize = 100;
    fixture.start(output);
    Owner owner = new Owner(PipeFixture.large(7, 300));

    CompletableFuture<Void> stage = emit(owner);

    assertThat(stage).isCompletedExceptionally();
    assertThat(stage.handle((done, error) -> error).join())
        .hasRootCauseInstanceOf(ChunkOverflowException.class);
    assertThat(owner.isBack).isTrue();
    assertThat(fixture.context.errors).hasSize(1).first().asString().contains("x".repeat(300));
  }

  @Test
  void aParkedStreamThatIsBeingStoredIsStoredToItsEnd() throws Exception {
    fixture.overflow = OverflowAction.BLOCK;
    fixture.totalSize = 10;
    CountDownLatch storing = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Formatting formatting =
        new Formatting() {
          private int tries; // to store the parked stream; the first one found no room

          @Override
          public void format(Tag tag, EventView event, ByteArraySink out) {
            super.format(tag, event, out);
            boolean parked = PackReader.read(event.recordBytes()).equals(Map.of("n", 2L));
            if (parked && ++tries == 2) {
              storing.countDown();
              await(goOn);
            }
          }
        };
    BufferedPipe pipe = fixture.start(formatting);
    fixture.emit("a", PipeFixture.events(1111111));
    Owner owner = new Owner(PipeFixture.events(2, 3));
    CompletableFuture<Void> stage = emit(owner);
    CompletableFuture<Void> behind = fixture.emit("a", PipeFixture.events(4));
    CompletableFuture<Void> flushed = onAThread(pipe::flushAll);
    await(storing);

    CompletableFuture<Void> stopped =
        onAThread(() -> assertThatCode(pipe::stop).doesNotThrowAnyException());
    Awaitility.await().until(behind::isCompletedExceptionally);

    assertThat(stage).isNotDone();
    assertThat(stopped).as("before all that it took is stored").isNotDone();
    assertThat(owner.isBack).isFalse();
    goOn.countDown();
    stopped.join();
    flushed.join();
    assertThat(stage).isCompleted();
    assertThat(owner.isBack).isTrue();
    pipe.flushAll();
    assertThat(formatting.texts).containsExactly("{n=1111111};", "{n=2};{n=3};");
  }

  @Test
  void aParkedStreamWhoseStoringBrokeOffIsTriedAgain() throws Exception {
    fixture.overflow = OverflowAction.BLOCK;
    fixture.totalSize = 10;
    Formatting formatting =
        new Formatting() {
          private int tries;

          @Override
          public void format(Tag tag, EventView event, ByteArraySink out) {
            super.format(tag, event, out);
            boolean parked = PackReader.read(event.recordBytes()).equals(Map.of("n", 2L));
            if (parked && ++tries == 2) {
              throw new StackOverflowError("of a plugin");
            }
          }
        };
    BufferedPipe pipe = fixture.start(formatting);
    fixture.emit("a", PipeFixture.events(1111111));
    CompletableFuture<Void> stage = fixture.emit("a", PipeFixture.events(2, 3));

    assertThatThrownBy(pipe::flushAll).isInstanceOf(StackOverflowError.class);
    assertThat(stage).isNotDone();
    fixture.emit("a", PipeFixture.events(4)); // parks behind it, and looks whether there is room

    assertThat(stage).isCompleted();
  }

  /** Its own, because the common pool may have but one. */
  private static CompletableFuture<Void> onAThread(Runnable work) {
    return CompletableFuture.runAsync(work, task -> new Thread(task).start());
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Its chunks hold text of its own. */
  private static class Formatting extends RecordingOutput implements CustomFormat {
    @Override
    public void format(Tag tag, EventView event, ByteArraySink out) {
      out.writeAscii(PackReader.read(event.recordBytes()) + ";");
    }

    @Override
    public void write(Chunk chunk) throws IOException {
      try (InputStream in = chunk.open()) {
        texts.add(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }

    final List<String> texts = new ArrayList<>();
  }

  @Test
  void soHasAChunkOfFormattedText() throws Exception {
    Formatting formatting = new Formatting();
    BufferedPipe pipe = fixture.start(formatting);
    Owner owner = new Owner(PipeFixture.events(1, 2));

    emit(owner).join();
    assertThat(owner.isBack).isTrue();
    pipe.flushAll();

    assertThat(formatting.texts).containsExactly("{n=1};{n=2};");
  }
}
