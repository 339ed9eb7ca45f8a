package io.millrace.engine.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.BufferOverflowException;
import io.millrace.engine.buffer.MemoryBudget;
import io.millrace.engine.buffer.OverflowAction;
import io.millrace.engine.flush.FlushMode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an emit finds that comes to a full buffer, or to a process without memory left for it. */
class BufferedPipeOverflowTest {
  @TempDir Path root;
  private PipeFixture fixture;
  private final RecordingOutput output = new RecordingOutput();

  @BeforeEach
  void setUp() {
    fixture = new PipeFixture(root);
  }

  @Test
  void aFullBufferFailsTheEmit() throws Exception {
    fixture.totalSize = 10;
    fixture.mode = FlushMode.LAZY;
    fixture.start(output);
    assertThat(fixture.emit("a", PipeFixture.events(1, 2))).isCompleted();

    CompletableFuture<Void> stage = fixture.emit("a", PipeFixture.events(3));

    assertThatThrownBy(stage::join)
        .hasCauseInstanceOf(BufferOverflowException.class)
        .hasMessageContaining("buffer space has too many data");
    assertThat(fixture.logLines())
        .anyMatch(
            line ->
                line.startsWith(
                    "failed to write data into buffer by buffer overflow"
                        + " action=:throw_exception"));
  }

  @Test
  void blockedEmitsWaitInTheOrderOfArrival() throws Exception {
    fixture.totalSize = 10;
    fixture.overflow = OverflowAction.BLOCK;
    output.before =
        chunk -> {
          throw new IOException("down");
        };
    fixture.start(output);
    fixture.emit("a", PipeFixture.events(1, 2));

    CompletableFuture<Void> second = fixture.emit("a", PipeFixture.events(3));
    CompletableFuture<Void> third = fixture.emit("a", PipeFixture.events(4));
    assertThat(second).isNotDone();
    output.before = chunk -> {};
    fixture.advance(10);

    assertThat(second).isCompleted();
    assertThat(third).isCompleted();
    assertThat(output.delivered).containsExactly(List.of(1L, 2L), List.of(3L), List.of(4L));
  }

  @Test
  void blockedEmitsFailWhenTheOutputStops() throws Exception {
    fixture.totalSize = 10;
    fixture.overflow = OverflowAction.BLOCK;
    fixture.mode = FlushMode.LAZY;
    BufferedPipe pipe = fixture.start(output);
    fixture.emit("a", PipeFixture.events(1, 2));
    CompletableFuture<Void> parked = fixture.emit("a", PipeFixture.events(3));

    pipe.stop();

    assertThat(parked).isCompletedExceptionally();
    assertThat(fixture.emit("a", PipeFixture.events(4))).isCompletedExceptionally();
  }

  @Test
  void theOldestQueuedChunkMakesRoom() throws Exception {
    fixture.totalSize = 10;
    fixture.overflow = OverflowAction.DROP_OLDEST_CHUNK;
    output.before =
        chunk -> {
          throw new IOException("down");
        };
    fixture.start(output);
    fixture.emit("a", PipeFixture.events(1, 2));

    assertThat(fixture.emit("a", PipeFixture.events(3))).isCompleted();
    output.before = chunk -> {};
    fixture.advance(10);

    assertThat(output.delivered).containsExactly(List.of(3L));
    assertThat(fixture.statistics.dropOldestChunkCount().sum()).isEqualTo(1);
  }

  @Test
  void theMemoryBudgetOfTheProcessActsAsAFullBuffer() throws Exception {
    fixture.budget = new MemoryBudget(10);
    fixture.mode = FlushMode.LAZY;
    BufferedPipe pipe = fixture.start(output);
    fixture.emit("a", PipeFixture.events(1, 2));

    assertThat(fixture.emit("a", PipeFixture.events(3))).isCompletedExceptionally();
    pipe.flushAll();

    assertThat(fixture.budget.used()).isZero();
    assertThat(fixture.emit("a", PipeFixture.events(4))).isCompleted();
  }

  @Test
  void anEmitIsParkedWhenTheMemoryBudgetIsWhatIsFull() throws Exception {
    fixture.budget = new MemoryBudget(40);
    fixture.mode = FlushMode.LAZY;
    fixture.overflow = OverflowAction.BLOCK;
    BufferedPipe pipe = fixture.start(output);
    List<CompletableFuture<Void>> emits = new ArrayList<>();
    while (emits.isEmpty() || emits.get(emits.size() - 1).isDone()) {
      emits.add(fixture.emit("a", PipeFixture.events(emits.size())));
    }

    assertThat(emits).noneMatch(CompletableFuture::isCompletedExceptionally);
    pipe.flushAll();

    assertThat(emits).allMatch(CompletableFuture::isDone);
    assertThat(emits).noneMatch(CompletableFuture::isCompletedExceptionally);
  }
}
