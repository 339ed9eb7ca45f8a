package io.millrace.engine.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.BufferOverflowException;
import io.millrace.api.ChunkKeys;
import io.millrace.api.ChunkOverflowException;
import io.millrace.api.Tag;
import io.millrace.engine.flush.FlushMode;
import io.millrace.event.EventStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Emits of several threads to a store whose commits take long. The first commit lasts until the
 * test lets it go on; the emits that come meanwhile are a group.
 */
class GroupedWritesTest {
  /** An emit in a thread of its own. */
  private record Emitter(Thread thread, CompletableFuture<Void> ended) {}

  @TempDir Path root;
  private PipeFixture fixture;
  private BufferedPipe pipe;
  private final CountDownLatch committing = new CountDownLatch(1);
  private final CountDownLatch mayCommit = new CountDownLatch(1);
  private final AtomicInteger commits = new AtomicInteger();
  private final List<Emitter> group = new ArrayList<>();

  @BeforeEach
  void setUp() {
    fixture = new PipeFixture(root);
    fixture.mode = FlushMode.LAZY;
    fixture.keys = new ChunkKeys(true, Optional.empty(), ZoneOffset.UTC, List.of());
    fixture.store.commitsSlowly = true;
    fixture.store.beforeCommit =
        () -> {
          if (commits.getAndIncrement() == 0) {
            committing.countDown();
            await(mayCommit);
          }
        };
  }

  @AfterEach
  void end() {
    mayCommit.countDown();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Emitter begin(String tag, EventStream events) {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () ->
                pipe.emit(Tag.of(tag), events)
                    .whenComplete(
                        (done, error) -> {
                          if (error == null) {
                            ended.complete(null);
                          } else {
                            ended.completeExceptionally(error);
                          }
                        }));
    thread.setDaemon(true);
    thread.start();
    return new Emitter(thread, ended);
  }

  private void holdTheFirstCommit() throws Exception {
    pipe = fixture.start(new RecordingOutput());
    begin("first", PipeFixture.events(0));
    await(committing);
  }

  /** Adds an emit to the group; it waits when this returns. */
  private CompletableFuture<Void> join(String tag, EventStream events) {
    Emitter emitter = begin(tag, events);
    group.add(emitter);
    Awaitility.await().until(() -> emitter.thread().getState() == Thread.State.WAITING);
    return emitter.ended();
  }

  /** Lets the commits go on until every emit of the group has ended. */
  private void goOn() {
    mayCommit.countDown();
    Awaitility.await().until(() -> group.stream().allMatch(emitter -> emitter.ended().isDone()));
  }

  @Test
  void emitsThatComeDuringACommitShareTheNextOne() throws Exception {
    holdTheFirstCommit();
    List<CompletableFuture<Void>> emits = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      emits.add(join("same", PipeFixture.events(i)));
    }

    goOn();

    assertThat(emits).noneMatch(CompletableFuture::isCompletedExceptionally);
    assertThat(commits).hasValue(2);
    assertThat(pipe.buffer().stageByteSize()).isEqualTo(9L * PipeFixture.events(0).byteSize());
  }

  @Test
  void anEmitThatTheStoreRefusesDoesNotHarmTheOthers() throws Exception {
    fixture.store.refuses = key -> key.tag().equals(Optional.of(Tag.of("bad")));
    holdTheFirstCommit();
    CompletableFuture<Void> before = join("good", PipeFixture.events(1));
    CompletableFuture<Void> bad = join("bad", PipeFixture.events(2));
    CompletableFuture<Void> behind = join("good", PipeFixture.events(3));

    goOn();

    assertThatThrownBy(bad::join).hasCauseInstanceOf(IOException.class);
    assertThat(before).isCompleted();
    assertThat(behind).isCompleted();
    assertThat(pipe.buffer().stageByteSize()).isEqualTo(3L * PipeFixture.events(0).byteSize());
  }

  @Test
  void anEventThatIsTooLargeFailsItsOwnEmitOnly() throws Exception {
    fixture.chunkSize = 100;
    holdTheFirstCommit();
    CompletableFuture<Void> large = join("a", PipeFixture.large(1, 500));
    CompletableFuture<Void> small = join("a", PipeFixture.events(2));

    goOn();

    assertThatThrownBy(large::join).hasCauseInstanceOf(ChunkOverflowException.class);
    assertThat(small).isCompleted();
    assertThat(fixture.context.errors).singleElement().asString().startsWith("a {n=1, pad=xxx");
  }

  @Test
  void anEmitThatFindsNoRoomBehindTheOthersIsRefusedByItself() throws Exception {
    fixture.totalSize = 2L * PipeFixture.events(0).byteSize();
    holdTheFirstCommit();
    CompletableFuture<Void> fits = join("a", PipeFixture.events(1));
    CompletableFuture<Void> tooMuch = join("a", PipeFixture.events(2));

    goOn();

    assertThat(fits).isCompleted();
    assertThatThrownBy(tooMuch::join).hasCauseInstanceOf(BufferOverflowException.class);
  }

  @Test
  void ifACommitFailsAfterAnotherAllFail() throws Exception {
    holdTheFirstCommit();
    CompletableFuture<Void> one = join("a", PipeFixture.events(1));
    CompletableFuture<Void> other = join("b", PipeFixture.events(2));
    fixture.store.commitsUntilFailure = 2; // the held one, then the first of the group

    goOn();

    assertThatThrownBy(one::join).hasCauseInstanceOf(IOException.class);
    assertThatThrownBy(other::join).hasCauseInstanceOf(IOException.class);
  }

  @Test
  void anInterruptDoesNotEndTheWaitAndIsKept() throws Exception {
    holdTheFirstCommit();
    CompletableFuture<Void> emit = join("a", PipeFixture.events(1));
    CompletableFuture<Boolean> interrupted =
        emit.thenApply(done -> Thread.currentThread().isInterrupted());

    group.get(0).thread().interrupt();
    goOn();

    assertThat(emit).isCompleted();
    assertThat(interrupted).isCompletedWithValue(true);
  }
}
