package io.millrace.engine.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.BufferOverflowException;
import io.millrace.api.ChunkContents;
import io.millrace.api.ChunkKey;
import io.millrace.api.ChunkKeys;
import io.millrace.api.SystemSettings;
import io.millrace.api.Tag;
import io.millrace.engine.buffer.Admission;
import io.millrace.engine.buffer.BackupDirectory;
import io.millrace.engine.buffer.Buffer;
import io.millrace.engine.buffer.BufferLimits;
import io.millrace.engine.buffer.BufferedChunk;
import io.millrace.engine.buffer.MemoryBudget;
import io.millrace.engine.buffer.OutputStatistics;
import io.millrace.engine.buffer.OverflowAction;
import io.millrace.engine.buffer.Pace;
import io.millrace.engine.buffer.Part;
import io.millrace.event.Compression;
import io.millrace.event.EventStream;
import io.millrace.event.EventTime;
import io.millrace.event.EventsBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/**
 * The buffer's transaction and its door under many threads and a store that fails at random. Some
 * emit, one queues what is staged, some take chunks out and purge them or take them back, one reads
 * the gauges. Then what was taken in and what came out are compared, event by event: an event that
 * was acknowledged came out once; one that was refused, once at most. {@code
 * -Dmillrace.stress.emits} sets how much each writer emits.
 */
class BufferStressTest {
  private static final int EMITS = Integer.getInteger("millrace.stress.emits", 500);
  private static final int WRITERS = 3;
  private static final int DELIVERERS = 2;
  private static final int KEYS = 5;
  private static final long CHUNK = 400;
  private static final long TOTAL = 4000;

  /** Between two turns of a thread, so that others have theirs on few processors. */
  private static final long BREATH_NANOS = 20_000;

  @TempDir Path dir;
  private final HeapStore store = new HeapStore(InstantSource.system());
  private final MemoryBudget budget = new MemoryBudget(Long.MAX_VALUE);
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final Map<String, Integer> arrived = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile boolean writing = true;

  private Buffer buffer(boolean packed, OverflowAction overflow) {
    return buffer(packed, overflow, Pace.free());
  }

  private Buffer buffer(boolean packed, OverflowAction overflow, Pace pace) {
    return new Buffer(
        store,
        new ChunkContents(packed, Compression.TEXT),
        ChunkKeys.NONE,
        new BufferLimits(
            CHUNK, TOTAL, Integer.MAX_VALUE, 0.95, 8, Compression.TEXT, 1 << 20, overflow),
        budget,
        pace,
        new BackupDirectory(
            dir, SystemSettings.DEFAULT, "x", false, LoggerFactory.getLogger("stress")),
        LoggerFactory.getLogger("stress.silent"));
  }

  @ParameterizedTest
  @CsvSource({"true, false", "false, false", "true, true", "false, true"})
  void emitsThatFailLeaveNothingAndEmitsThatSucceedComeOutOnce(boolean packed, boolean grouped)
      throws Exception {
    store.failsOneIn = 40;
    store.commitsSlowly = grouped;
    Buffer buffer = buffer(packed, OverflowAction.THROW_EXCEPTION);
    List<Callable<Void>> writers = new ArrayList<>();
    for (int w = 0; w < WRITERS; w++) {
      int writer = w;
      writers.add(
          () -> {
            Random random = new Random(writer);
            for (int n = 0; n < EMITS; n++) {
              write(buffer, random, writer + "-" + n);
            }
            return null;
          });
    }

    run(buffer, writers, () -> {});

    assertBalanced(buffer);
    assertThat(acknowledged).isNotEmpty();
  }

  /** One emit to a few of the keys, again and again while there is no room. */
  private void write(Buffer buffer, Random random, String id) {
    List<String> events = new ArrayList<>();
    List<Part> parts = new ArrayList<>();
    int keys = 1 + random.nextInt(KEYS - 1);
    for (int k = 0; k < keys; k++) {
      Part part = new Part();
      part.begin(key((k + random.nextInt(2)) % KEYS + k * KEYS));
      for (int e = random.nextInt(25); e >= 0; e--) {
        String event = id + "-" + k + "-" + e;
        part.sink().write((event + "\n").getBytes(UTF_8), 0, event.length() + 1);
        part.endEvent(0);
        events.add(event);
      }
      parts.add(part);
    }
    while (true) {
      try {
        buffer.write(parts, random.nextInt(50) == 0);
        acknowledged.addAll(events);
        return;
      } catch (BufferOverflowException full) {
        LockSupport.parkNanos(BREATH_NANOS);
      } catch (IOException refused) {
        return;
      }
    }
  }

  private static ChunkKey key(int number) {
    return new ChunkKey(
        OptionalLong.empty(), Optional.of(Tag.of("k" + number)), Collections.emptyMap(), 0);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE, CHUNK})
  void blockedEmitsAreStoredOnceEach(long enough) throws Exception {
    Pace pace = new Pace(enough, System::nanoTime);
    Buffer buffer = buffer(false, OverflowAction.BLOCK, pace);
    Admission admission = admission(buffer, pace);
    Map<String, CompletableFuture<Void>> stages = new ConcurrentHashMap<>();
    List<Callable<Void>> writers = new ArrayList<>();
    for (int w = 0; w < WRITERS; w++) {
      int writer = w;
      writers.add(
          () -> {
            for (int n = 0; n < EMITS; n++) {
              String id = writer + "-" + n;
              stages.put(id, admission.admit(Tag.of(id), event()).toCompletableFuture());
            }
            return null;
          });
    }

    run(buffer, writers, admission::drain);
    while (admission.isCrowded()) { // what the last purges left room for
      deliverAll(buffer);
      admission.drain();
    }

    for (Map.Entry<String, CompletableFuture<Void>> stage : stages.entrySet()) {
      stage.getValue().get(1, TimeUnit.SECONDS);
      acknowledged.add(stage.getKey());
    }
    assertThat(acknowledged).hasSize(WRITERS * EMITS);
    assertBalanced(buffer);
  }

  @Test
  void anEmitAheadOfTheDeliveriesWaitsForOne() throws Exception {
    Pace pace = new Pace(2, () -> 0); // time stands still: deliveries go well
    Buffer buffer = buffer(false, OverflowAction.BLOCK, pace);
    Admission admission = admission(buffer, pace);
    List<CompletionStage<Void>> stages = new ArrayList<>();
    stages.add(admission.admit(Tag.of("a"), event()));
    deliverAll(buffer);
    stages.add(admission.admit(Tag.of("b"), event()));
    buffer.enqueueAll();
    stages.add(admission.admit(Tag.of("c"), event()));

    stages.add(admission.admit(Tag.of("d"), event()));

    assertThat(stages.subList(0, 3)).allMatch(stage -> stage.toCompletableFuture().isDone());
    assertThat(stages.get(3).toCompletableFuture()).isNotDone();
    deliverAll(buffer);
    admission.drain();
    assertThat(stages.get(3).toCompletableFuture()).isCompleted();
    assertThat(admission.isCrowded()).isFalse();
  }

  @Test
  void anEmitIsStoredIfRoomBecameFreeBeforeItWasParked() {
    AtomicInteger tries = new AtomicInteger();
    Admission admission =
        new Admission(
            buffer(false, OverflowAction.BLOCK),
            Pace.free(),
            OverflowAction.BLOCK,
            (tag, events) -> {
              if (tries.incrementAndGet() == 1) {
                throw new BufferOverflowException("full until just now");
              }
            },
            budget,
            new OutputStatistics(),
            LoggerFactory.getLogger("stress.silent"));

    CompletionStage<Void> stored = admission.admit(Tag.of("a"), event());

    assertThat(stored.toCompletableFuture()).isCompleted();
    assertThat(admission.isCrowded()).isFalse();
  }

  @Test
  void anEmitAheadOfTheDeliveriesIsStoredWhenTheOutputStops() throws Exception {
    Pace pace = new Pace(2, () -> 0);
    Buffer buffer = buffer(false, OverflowAction.BLOCK, pace);
    Admission admission = admission(buffer, pace);
    admission.admit(Tag.of("a"), event());
    deliverAll(buffer);
    admission.admit(Tag.of("b"), event());
    buffer.enqueueAll();
    admission.admit(Tag.of("c"), event());
    CompletableFuture<Void> parked = admission.admit(Tag.of("d"), event()).toCompletableFuture();
    assertThat(parked).isNotDone();

    admission.stop();

    assertThat(parked).isCompleted();
    assertThat(admission.admit(Tag.of("e"), event()).toCompletableFuture()).isCompleted();
  }

  @Test
  void everyBlockedEmitIsAnsweredWhenTheOutputStops() throws Exception {
    Buffer buffer = buffer(false, OverflowAction.BLOCK);
    Admission admission = admission(buffer);
    List<CompletableFuture<Void>> stages = Collections.synchronizedList(new ArrayList<>());
    Callable<Void> writer =
        () -> {
          for (int n = 0; n < EMITS; n++) {
            stages.add(admission.admit(Tag.of("event-" + n), event()).toCompletableFuture());
            if (n == EMITS / 2) {
              admission.stop();
            }
          }
          return null;
        };

    run(buffer, List.of(writer, writer), admission::drain);

    assertThat(stages).hasSize(2 * EMITS).allMatch(CompletableFuture::isDone);
    assertThat(budget.used()).isEqualTo(buffer.gauges().totalQueuedSize());
  }

  private Admission admission(Buffer buffer) {
    return admission(buffer, Pace.free());
  }

  private Admission admission(Buffer buffer, Pace pace) {
    return new Admission(
        buffer,
        pace,
        OverflowAction.BLOCK,
        (tag, events) -> {
          Part part = new Part();
          part.begin(key(0));
          String line = tag.value() + "\n";
          part.sink().write(line.getBytes(UTF_8), 0, line.length());
          part.endEvent(0);
          buffer.write(List.of(part), false);
        },
        budget,
        new OutputStatistics(),
        LoggerFactory.getLogger("stress.silent"));
  }

  private static EventStream event() {
    EventsBuilder builder = new EventsBuilder(16);
    builder.begin(EventTime.ofSeconds(1)).value(Map.of());
    return builder.build();
  }

  /** Runs the writers among deliverers, a queuer and a reader; returns when all have ended. */
  private void run(Buffer buffer, List<Callable<Void>> writers, Runnable roomFreed)
      throws Exception {
    List<Future<Void>> others = new ArrayList<>();
    for (int d = 0; d < DELIVERERS; d++) {
      Random random = new Random(100 + d);
      others.add(threads.submit(() -> repeat(() -> deliver(buffer, random, roomFreed))));
    }
    others.add(threads.submit(() -> repeat(() -> buffer.enqueueDue(chunk -> true))));
    others.add(threads.submit(() -> repeat(() -> assertGauges(buffer))));
    try {
      for (Future<Void> writer : threads.invokeAll(writers, 120, TimeUnit.SECONDS)) {
        writer.get();
      }
    } finally {
      writing = false;
    }
    for (Future<Void> other : others) {
      other.get(30, TimeUnit.SECONDS);
    }
    threads.shutdown();
  }

  private Void repeat(Callable<?> step) throws Exception {
    while (writing) {
      step.call();
      LockSupport.parkNanos(BREATH_NANOS);
    }
    return null;
  }

  private Void repeat(Step step) throws Exception {
    return repeat(
        () -> {
          step.run();
          return null;
        });
  }

  private interface Step {
    void run() throws Exception;
  }

  private void deliver(Buffer buffer, Random random, Runnable roomFreed) throws IOException {
    Optional<BufferedChunk> chunk = buffer.dequeue();
    if (chunk.isEmpty()) {
      return;
    }
    if (random.nextInt(3) == 0) {
      assertThat(buffer.takeback(chunk.get())).isTrue();
      return;
    }
    read(chunk.get());
    buffer.purge(chunk.get());
    roomFreed.run();
  }

  private void read(BufferedChunk chunk) throws IOException {
    try (InputStream in = chunk.open()) {
      new String(in.readAllBytes(), UTF_8)
          .lines()
          .forEach(event -> arrived.merge(event, 1, Integer::sum));
    }
  }

  private static void assertGauges(Buffer buffer) {
    assertThat(buffer.gauges().stageByteSize()).isNotNegative();
    assertThat(buffer.gauges().queueByteSize()).isNotNegative();
    assertThat(buffer.gauges().status().totalBytes()).isNotNegative();
  }

  private void deliverAll(Buffer buffer) throws IOException {
    buffer.enqueueAll();
    for (BufferedChunk chunk : buffer.dequeueAll()) {
      read(chunk);
      buffer.purge(chunk);
    }
  }

  private void assertBalanced(Buffer buffer) throws IOException {
    deliverAll(buffer);
    assertThat(buffer.gauges().totalQueuedSize()).isZero();
    assertThat(buffer.gauges().stageLength() + buffer.gauges().queueLength()).isZero();
    assertThat(budget.used()).isZero();
    Map<String, Integer> wrong = new HashMap<>(arrived);
    wrong.values().removeIf(times -> times == 1);
    assertThat(wrong).as("came out more than once").isEmpty();
    Set<String> lost = new HashSet<>(acknowledged);
    arrived.keySet().forEach(lost::remove);
    assertThat(lost).as("acknowledged, and did not come out").isEmpty();
  }
}
