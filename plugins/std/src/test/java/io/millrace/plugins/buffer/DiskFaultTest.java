package io.millrace.plugins.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Chunk;
import io.millrace.api.ChunkWriter;
import io.millrace.api.Output;
import io.millrace.api.Tag;
import io.millrace.engine.output.BufferedPipe;
import io.millrace.testkit.TestContext;
import io.millrace.testkit.TestEvent;
import io.millrace.testkit.TestLog;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.event.Level;

/**
 * The fault table of the file buffer: what the disk may do, and what becomes of the events. In each
 * row numbered events are emitted around a fault, then the disk heals, the process ends and the
 * next one delivers what is left. Whatever happens, an event that was acknowledged is delivered, or
 * the log says what was found missing and where the rest is.
 */
class DiskFaultTest {
  private static final String FULL = "No space left on device";
  private static final String BROKEN = "Input/output error";
  private static final Map<String, String> TABLE = new TreeMap<>();

  @TempDir Path dir;
  private final FaultyDisk disk = new FaultyDisk();
  private final List<Integer> refused = new ArrayList<>();
  private final List<Integer> acknowledged = new ArrayList<>();
  private final Deliveries output = new Deliveries();
  private TestContext context;
  private TestLog logged;
  private BufferedPipe pipe;

  /** Remembers the numbers it is given. */
  private static final class Deliveries implements Output, ChunkWriter {
    final List<Integer> delivered = new CopyOnWriteArrayList<>();

    @Override
    public void write(Chunk chunk) throws IOException {
      TestEvent.unpack(Tag.of("t"), chunk.events())
          .forEach(event -> delivered.add(Integer.parseInt(event.json().replaceAll("\\D", ""))));
    }
  }

  @BeforeEach
  void open() throws Exception {
    context = Pipes.context("dest", dir.resolve("root"));
    logged = TestLog.of(context.log(), Level.INFO);
    start();
  }

  @AfterEach
  void close() throws Exception {
    Pipes.stop(pipe);
    logged.close();
    context.close();
  }

  @AfterAll
  static void print() {
    TABLE.forEach((fault, outcome) -> System.out.printf("%-52s %s%n", fault, outcome));
  }

  private void start() throws Exception {
    pipe =
        Pipes.started(
            Pipes.pipe(
                output,
                new FileBuffer(Pipes.config(dir.resolve("buf")), context, disk),
                context,
                "flush_mode lazy",
                "flush_thread_burst_interval 0",
                "retry_type periodic",
                "retry_wait 0.02",
                "retry_forever true"));
  }

  private void emit(int... numbers) {
    for (int number : numbers) {
      TestEvent event = TestEvent.event("t", 1_700_000_000, "{\"n\":" + number + "}");
      try {
        pipe.emit(Tag.of("t"), TestEvent.pack(event)).toCompletableFuture().join();
        acknowledged.add(number);
      } catch (CompletionException e) {
        refused.add(number);
      }
    }
  }

  private void flush() {
    pipe.flushAll();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> pipe.buffer().totalQueuedSize() == 0);
  }

  private void breaks(FaultyDisk.Call call, Predicate<Path> where, String how) {
    disk.breaks(
        (each, path) -> {
          if (each == call && where.test(path)) {
            throw how.isEmpty() ? new AccessDeniedException(path.toString()) : new IOException(how);
          }
        });
  }

  private static boolean isMeta(Path path) {
    return path.toString().endsWith(".meta");
  }

  private static boolean isData(Path path) {
    return !isMeta(path);
  }

  /** Ends this process, has the next one deliver all, and gives account. */
  private void assertOutcome(String fault, String expected, String... said) throws Exception {
    disk.heals();
    Pipes.stop(pipe);
    start();
    flush();
    TreeSet<Integer> lost = new TreeSet<>(acknowledged);
    lost.removeAll(output.delivered);
    TreeSet<Integer> once = new TreeSet<>(output.delivered);
    int again = output.delivered.size() - once.size();
    String outcome =
        "refused " + refused + ", delivered " + once + ", again " + again + ", lost " + lost;
    TABLE.put(fault, outcome);
    assertThat(outcome).as(fault).isEqualTo(expected);
    for (String words : said) {
      assertThat(logged.all()).as(fault).anyMatch(line -> line.contains(words));
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(dir.resolve("buf"))) {
      return files.sorted().toList();
    }
  }

  private static void cut(Path file, long bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() - bytes);
    }
  }

  @Test
  void theDiskIsFullAtAnAppend() throws Exception {
    emit(1);
    breaks(FaultyDisk.Call.WRITE, DiskFaultTest::isData, FULL);
    emit(2, 3);
    disk.heals();
    emit(4);

    assertOutcome(
        "ENOSPC appending to a chunk", "refused [2, 3], delivered [1, 4], again 0, lost []");
  }

  @Test
  void theDiskIsFullAtTheMetadata() throws Exception {
    emit(1);
    breaks(FaultyDisk.Call.WRITE, DiskFaultTest::isMeta, FULL);
    emit(2, 3);
    disk.heals();
    emit(4);

    assertOutcome(
        "ENOSPC writing the metadata", "refused [2, 3], delivered [1, 4], again 0, lost []");
  }

  @Test
  void theDiskIsFullForANewChunk() throws Exception {
    breaks(FaultyDisk.Call.OPEN, path -> true, FULL);
    emit(1, 2);
    disk.heals();
    emit(3);

    assertOutcome(
        "ENOSPC creating a chunk",
        "refused [1, 2], delivered [3], again 0, lost []",
        "failed to write data into buffer by buffer overflow",
        "can't create buffer file for");
  }

  @Test
  void theDiskIsFullForTheMetadataOfANewChunk() throws Exception {
    breaks(FaultyDisk.Call.OPEN, DiskFaultTest::isMeta, FULL);
    emit(1);
    disk.heals();
    assertThat(files()).isEmpty();
    emit(2);

    assertOutcome("ENOSPC creating the metadata", "refused [1], delivered [2], again 0, lost []");
  }

  @Test
  void theDiskFailsAtAnAppendAndAtCuttingItOff() throws Exception {
    emit(1);
    disk.breaks(
        (call, path) -> {
          if (call == FaultyDisk.Call.WRITE || call == FaultyDisk.Call.TRUNCATE) {
            throw new IOException(BROKEN);
          }
        });
    emit(2, 3);

    assertOutcome(
        "EIO appending and cutting back",
        "refused [2, 3], delivered [1], again 0, lost []",
        "a chunk file could not be changed");
  }

  @Test
  void theDiskFailsWhenAChunkIsQueued() throws Exception {
    emit(1, 2);
    breaks(FaultyDisk.Call.MOVE, path -> true, BROKEN);
    flush();
    emit(3);

    assertOutcome(
        "EIO renaming a chunk",
        "refused [], delivered [1, 2, 3], again 0, lost []",
        "a chunk file could not be changed");
  }

  @Test
  void theDiskFailsWhenTheMetadataAreRenamed() throws Exception {
    emit(1, 2);
    breaks(FaultyDisk.Call.MOVE, DiskFaultTest::isMeta, BROKEN);
    flush();
    emit(3);

    assertOutcome("EIO renaming the metadata", "refused [], delivered [1, 2, 3], again 0, lost []");
  }

  @Test
  void theDiskFailsWhenADeliveredChunkIsDeleted() throws Exception {
    emit(1, 2);
    breaks(FaultyDisk.Call.DELETE, path -> true, BROKEN);
    flush();

    assertOutcome(
        "EIO deleting a delivered chunk",
        "refused [], delivered [1, 2], again 2, lost []",
        "the next start will deliver it again");
  }

  @Test
  void theDiskFailsWhenAChunkIsRead() throws Exception {
    emit(1, 2);
    breaks(FaultyDisk.Call.READ, DiskFaultTest::isData, BROKEN);
    pipe.flushAll();
    Awaitility.await().until(() -> pipe.retrySteps() > 1);
    disk.heals();
    flush();

    assertOutcome(
        "EIO reading a chunk",
        "refused [], delivered [1, 2], again 0, lost []",
        "failed to flush the buffer",
        "retry succeeded");
  }

  @Test
  void theDirectoryMustNotBeWritten() throws Exception {
    breaks(FaultyDisk.Call.OPEN, path -> true, "");
    emit(1, 2);
    disk.heals();
    emit(3);

    assertOutcome(
        "EACCES creating a chunk",
        "refused [1, 2], delivered [3], again 0, lost []",
        "AccessDeniedException");
  }

  @Test
  void theDirectoryIsRemoved() throws Exception {
    emit(1, 2);
    for (Path file : files()) {
      Files.delete(file);
    }
    Files.delete(dir.resolve("buf"));
    emit(3);
    flush();
    emit(4);

    assertOutcome(
        "the directory is removed",
        "refused [], delivered [1, 2, 3, 4], again 0, lost []",
        "a chunk file could not be changed",
        "the buffer directory is gone and is made anew");
  }

  @Test
  void aChunkIsTruncated() throws Exception {
    emit(1, 2, 3);
    Pipes.stop(pipe);
    cut(files().get(0), 1);
    start();

    assertOutcome(
        "a chunk is truncated",
        "refused [], delivered [1, 2], again 0, lost [3]",
        "shorter than what was acknowledged");
  }

  @Test
  void theMetadataAreTruncated() throws Exception {
    emit(1, 2);
    Pipes.stop(pipe);
    cut(files().get(1), 9);
    start();

    assertOutcome(
        "the metadata are truncated",
        "refused [], delivered [], again 0, lost [1, 2]",
        "found broken chunk file during resume",
        "bad chunk is moved to " + dir.resolve("root/backup/worker0/dest"));
    try (Stream<Path> backups = Files.list(dir.resolve("root/backup/worker0/dest"))) {
      assertThat(backups).singleElement().satisfies(file -> assertThat(file).isNotEmptyFile());
    }
  }

  @Test
  void theMetadataAreRemoved() throws Exception {
    emit(1, 2);
    Pipes.stop(pipe);
    Files.delete(files().get(1));
    start();

    assertOutcome("the metadata are removed", "refused [], delivered [1, 2], again 0, lost []");
  }

  @Test
  void bytesThatNobodyCommittedFollow() throws Exception {
    emit(1, 2);
    Pipes.stop(pipe);
    Files.write(files().get(0), new byte[] {1, 2, 3}, StandardOpenOption.APPEND);
    start();

    assertOutcome(
        "bytes follow that nobody committed",
        "refused [], delivered [1, 2], again 0, lost []",
        "cut the end of a chunk file");
  }

  @Test
  void aForeignFileIsInTheDirectory() throws Exception {
    emit(1);
    Path foreign = Files.writeString(dir.resolve("buf/notes.log"), "mine");
    Path nearly = Files.writeString(dir.resolve("buf/buffer.b12.log"), "mine too");

    assertOutcome("foreign files in the directory", "refused [], delivered [1], again 0, lost []");
    assertThat(foreign).hasContent("mine");
    assertThat(nearly).hasContent("mine too");
  }
}
