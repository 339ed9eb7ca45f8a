package io.millrace.plugins.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Tag;
import io.millrace.engine.output.BufferedPipe;
import io.millrace.testkit.TestContext;
import io.millrace.testkit.TestEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A machine that loses its power while it takes events, with {@code fsync commit}: what was
 * acknowledged is there after the cut, and nothing is there that was not sent. The instants are
 * random; {@code -Dmillrace.powercut.rounds=1000} sets how many.
 */
class PowerCutTest {
  private static final int ROUNDS = Integer.getInteger("millrace.powercut.rounds", 25);
  private static final String[] SETTINGS = {
    "flush_interval 1s",
    "flush_thread_interval 0.01",
    "flush_thread_burst_interval 0",
    "retry_type periodic",
    "retry_wait 0.01",
    "retry_forever true",
    "chunk_limit_size 2k",
  };

  @TempDir Path dir;

  /** Emits until it is told to end; every third event is acknowledged with the two before it. */
  private static final class Emitter extends Thread {
    final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    final Set<String> sent = ConcurrentHashMap.newKeySet();
    private final BufferedPipe pipe;
    private final long first;
    private volatile boolean ends;

    Emitter(BufferedPipe pipe, long first) {
      this.pipe = pipe;
      this.first = first;
    }

    @Override
    public void run() {
      for (long n = first; !ends; n += 3) {
        Set<String> three = Set.of("" + n, "" + (n + 1), "" + (n + 2));
        sent.addAll(three);
        pipe.emit(Tag.of("t"), TestEvent.pack(event(n), event(n + 1), event(n + 2)))
            .toCompletableFuture()
            .join();
        acknowledged.addAll(three);
      }
    }

    private static TestEvent event(long n) {
      return Numbers.event(n);
    }
  }

  @ParameterizedTest
  @CsvSource({"packed, file", "text, file", "packed, file_single", "text, file_single"})
  void whatWasAcknowledgedOutlivesThePower(String contents, String type) throws Exception {
    int acknowledged = 0;
    int extra = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Random random = new Random(31L * round);
      Path before = Files.createDirectories(dir.resolve(round + "/before"));
      Path after = Files.createDirectories(dir.resolve(round + "/after"));
      PowerDisk disk = new PowerDisk(before);
      Numbers output = Numbers.of(contents);
      Set<String> sent;
      Set<String> known;
      try (TestContext context = new TestContext().source(InstantSource.system())) {
        BufferedPipe pipe = Pipes.started(pipe(output, type, before, disk, context));
        Emitter emitter = new Emitter(pipe, 0);
        Emitter beside = new Emitter(pipe, 1_000_000_000); // shares commits with it
        emitter.start();
        beside.start();
        int enough = 3 + random.nextInt(600);
        Awaitility.await()
            .pollInterval(Duration.ofMillis(1))
            .until(() -> emitter.acknowledged.size() > enough);
        output.works = random.nextBoolean();
        known = new TreeSet<>(emitter.acknowledged);
        known.addAll(beside.acknowledged);
        disk.cut(after, random);
        sent = new TreeSet<>(emitter.sent);
        sent.addAll(beside.sent);
        emitter.ends = true;
        beside.ends = true;
        emitter.join();
        beside.join();
        Pipes.stop(pipe);
      }

      Numbers next = Numbers.of(contents);
      next.works = true;
      deliverAll(next, type, after);

      Set<String> lost = new TreeSet<>(known);
      lost.removeAll(next.delivered);
      lost.removeAll(output.delivered);
      assertThat(lost).as("round %d, files %s", round, after).isEmpty();
      if (type.equals("file") || contents.equals("packed")) {
        assertThat(sent).as("round %d", round).containsAll(next.delivered);
      }
      acknowledged += known.size();
      extra += next.delivered.size();
    }
    System.out.printf(
        "%s, %s: %d power cuts, acknowledged %d events, lost 0; %d came from the disks%n",
        type, contents, ROUNDS, acknowledged, extra);
  }

  private static BufferedPipe pipe(
      Numbers output, String type, Path path, Disk disk, TestContext context) {
    return Pipes.pipe(
        output,
        type.equals("file")
            ? new FileBuffer(
                new FileBuffer.Config(
                    Optional.of(path.toString()),
                    ".log",
                    Optional.empty(),
                    Optional.empty(),
                    Fsync.COMMIT),
                context,
                disk)
            : new FileSingleBuffer(
                new FileSingleBuffer.Config(
                    Optional.of(path.toString()),
                    true,
                    FileSingleBuffer.ChunkFormat.AUTO,
                    Optional.empty(),
                    Optional.empty(),
                    Fsync.COMMIT),
                context,
                disk),
        context,
        SETTINGS);
  }

  private static void deliverAll(Numbers output, String type, Path path) throws Exception {
    try (TestContext context = new TestContext().source(InstantSource.system())) {
      BufferedPipe pipe = Pipes.started(pipe(output, type, path, Disk.of(Fsync.NONE), context));
      pipe.flushAll();
      Awaitility.await()
          .pollInterval(Duration.ofMillis(2))
          .until(() -> pipe.buffer().totalQueuedSize() == 0);
      Pipes.stop(pipe);
    }
  }
}
