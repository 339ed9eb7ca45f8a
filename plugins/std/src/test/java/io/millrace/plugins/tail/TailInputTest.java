package io.millrace.plugins.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.millrace.api.BufferOverflowException;
import io.millrace.api.EventSink;
import io.millrace.api.Tag;
import io.millrace.event.PackedEvents;
import io.millrace.testkit.TestContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The tail input on real files. Source: Fluentd's tail input. */
class TailInputTest {
  private static final String APP =
      "path DIR/app.log\npos_file DIR/pos/tail.pos\ntag app\n" + TailDriver.NONE;
  private static final String APP_FROM_HEAD = "read_from_head true\n" + APP;

  @TempDir Path dir;
  @RegisterExtension final TailDriver tail = new TailDriver(() -> dir);

  @Test
  void emitsAppendedLinesInOrder() {
    tail.write("app.log", "one\n");
    tail.start(APP_FROM_HEAD);
    tail.awaitMessages("one");
    tail.append("app.log", "two\n  \n");
    tail.append("app.log", "three\n");
    tail.awaitMessages("one", "two", "  ", "three");
    assertThat(tail.context().emits()).allMatch(emit -> emit.tag().equals(Tag.of("app")));
  }

  @Test
  void waitsForTheEndOfALine() {
    tail.write("app.log", "test1\r\n\r\nmid\rdle\ntest3");
    tail.start(APP_FROM_HEAD);
    tail.awaitMessages("test1", "", "mid\rdle");
    assertThat(tail.read("pos/tail.pos"))
        .isEqualTo(tail.line("app.log", 17, tail.inode("app.log")));
    tail.append("app.log", "test4\n");
    tail.awaitMessages("test1", "", "mid\rdle", "test3test4");
  }

  @Test
  void skipsWhatWasThereAtTheStart() {
    tail.write("app.log", "stale\n");
    tail.start("path DIR/*.log\npos_file DIR/pos/tail.pos\ntag app\n" + TailDriver.NONE);
    await().until(() -> Files.exists(tail.path("pos/tail.pos")));
    await().until(() -> tail.read("pos/tail.pos").contains("0006\t"));
    tail.append("app.log", "fresh\n");
    tail.awaitMessages("fresh");
    tail.write("later.log", "later 1\nlater 2\n");
    tail.awaitMessages("fresh", "later 1", "later 2");
  }

  @Test
  void readsOnWhereItStopped() {
    tail.write("app.log", "one\ntwo\nhal");
    tail.start(APP_FROM_HEAD);
    tail.awaitMessages("one", "two");
    tail.stop();
    assertThat(tail.read("pos/tail.pos")).isEqualTo(tail.line("app.log", 8, tail.inode("app.log")));

    tail.append("app.log", "f\nthree\n");
    tail.start(APP_FROM_HEAD);
    tail.awaitMessages("half", "three");
  }

  @Test
  void readsToTheEndAtTheStop() {
    tail.write("app.log", "one\n");
    tail.start(APP_FROM_HEAD);
    tail.awaitMessages("one");
    tail.append("app.log", "two\n");
    tail.stop();
    assertThat(tail.messages()).containsExactly("one", "two");
  }

  @Test
  void readsTheOldFileToItsEndWhenItIsRenamed() {
    tail.write("app.log", "old 1\n");
    tail.start(APP_FROM_HEAD);
    tail.awaitMessages("old 1");
    tail.rename("app.log", "app.log.1");
    tail.append("app.log.1", "late 2\n");
    tail.write("app.log", "new 1\n");
    tail.awaitMessages("old 1", "late 2", "new 1");
    tail.append("app.log", "new 2\n");
    tail.awaitMessages("old 1", "late 2", "new 1", "new 2");
    assertThat(tail.read("pos/tail.pos"))
        .isEqualTo(tail.line("app.log", 12, tail.inode("app.log")));
    assertThat(tail.context().count("rotated_file_count")).isEqualTo(1);
  }

  @Test
  void readsARotatedFileForRotateWait() {
    tail.write("app.log", "old\n");
    tail.start("rotate_wait 60\n" + APP_FROM_HEAD);
    tail.awaitMessages("old");
    tail.rename("app.log", "app.log.1");
    tail.write("app.log", "new\n");
    tail.awaitMessages("old", "new");
    tail.append("app.log.1", "late\n");
    tail.awaitMessages("old", "new", "late");
  }

  @Test
  void startsOverWhenTheFileWasTruncated() {
    tail.write("app.log", "a long first line\n");
    tail.start(APP_FROM_HEAD);
    tail.awaitMessages("a long first line");
    tail.write("app.log", "again\n");
    tail.awaitMessages("a long first line", "again");
    assertThat(tail.read("pos/tail.pos")).isEqualTo(tail.line("app.log", 6, tail.inode("app.log")));
  }

  @Test
  void marksAFileThatIsGoneAsUnwatched() {
    tail.write("app.log", "one\n");
    tail.start(APP_FROM_HEAD);
    tail.awaitMessages("one");
    long inode = tail.inode("app.log");
    tail.delete("app.log");
    await().until(() -> tail.read("pos/tail.pos").equals(tail.line("app.log", -1, inode)));
    tail.write("app.log", "two\n");
    tail.awaitMessages("one", "two");
    assertThat(tail.context().count("closed_file_count")).isEqualTo(1);
  }

  @Test
  void findsNewFilesAndFoldersAndLeavesOutExcludedOnes() {
    tail.write("pods/shop/api.log", "api\n");
    tail.write("pods/kube/dns.log", "no\n");
    tail.start(
        "path DIR/pods/*/*.log\nexclude_path [\"DIR/pods/kube/*.log\"]\ntag pods\npath_key file\n"
            + "read_from_head true\n"
            + TailDriver.NONE);
    tail.awaitMessages("api");
    tail.write("pods/jobs/etl.log", "etl\n");
    tail.write("pods/jobs/.hidden.log", "no\n");
    tail.awaitMessages("api", "etl");
    assertThat(tail.field("file"))
        .containsExactly(
            tail.path("pods/shop/api.log").toString(), tail.path("pods/jobs/etl.log").toString());
  }

  @Test
  void followsInodesThroughRotationWithoutRepeatingLines() {
    tail.write("app.log", "a\nb\n");
    tail.start(
        "path DIR/app.log*\npos_file DIR/pos/tail.pos\ntag app\nread_from_head true\n"
            + "follow_inodes true\n"
            + TailDriver.NONE);
    tail.awaitMessages("a", "b");
    tail.rename("app.log", "app.log.1");
    tail.write("app.log", "c\n");
    tail.awaitMessages("a", "b", "c");
    tail.rename("app.log.1", "app.log.2");
    tail.rename("app.log", "app.log.1");
    tail.write("app.log", "d\n");
    tail.awaitMessages("a", "b", "c", "d");
    tail.append("app.log.2", "late\n");
    tail.awaitMessages("a", "b", "c", "d", "late");
    tail.stop();
    assertThat(tail.read("pos/tail.pos").lines())
        .allMatch(line -> line.contains("\t0000000000000002\t") || line.contains("0009\t"));
  }

  @Test
  void takesOverAPositionFile() {
    tail.write("half.log", "half 1\nhalf 2\n");
    tail.write("moved.log", "moved 1\n");
    tail.write("back.log", "back 1\n");
    tail.write(
        "pos/tail.pos",
        tail.line("half.log", 99, 99)
            + "garbage\n"
            + tail.line("half.log", 7, tail.inode("half.log"))
            + tail.line("moved.log", 8, 999)
            + tail.line("back.log", -1, tail.inode("back.log"))
            + tail.line("gone.log", 16, 1000));
    tail.start("path DIR/*.log\npos_file DIR/pos/tail.pos\ntag app\n" + TailDriver.NONE);
    tail.awaitMessages("half 2", "moved 1");
    tail.stop();
    assertThat(tail.read("pos/tail.pos"))
        .isEqualTo(
            tail.line("half.log", 14, tail.inode("half.log"))
                + tail.line("moved.log", 8, tail.inode("moved.log"))
                + tail.line("back.log", 7, tail.inode("back.log")));
  }

  @Test
  void skipsLinesThatAreTooLong() {
    tail.write("app.log", "short\n" + "x".repeat(200_000) + "\nlast\n" + "y".repeat(50));
    tail.start("max_line_size 64\n" + APP_FROM_HEAD);
    tail.awaitMessages("short", "last");
    tail.append("app.log", "y".repeat(50) + "\n" + "z".repeat(63) + "\n" + "w".repeat(64) + "\n");
    tail.append("app.log", "end\n");
    tail.awaitMessages("short", "last", "z".repeat(63), "end");
  }

  @Test
  void readsLinesLongerThanABlock() {
    String line = "0123456789".repeat(50_000);
    tail.write("app.log", "first\n" + line + "\nlast\n");
    tail.start(APP_FROM_HEAD);
    tail.awaitMessages("first", line, "last");
  }

  @Test
  void emitsBatchesOfReadLinesLimit() {
    tail.write("app.log", "1\n2\n3\n4\n5\n");
    tail.start("read_lines_limit 2\n" + APP_FROM_HEAD);
    tail.awaitMessages("1", "2", "3", "4", "5");
    assertThat(tail.context().emits())
        .extracting(emit -> emit.events().count())
        .containsExactly(2, 2, 1);
  }

  @Test
  void readsManyLinesOnceEach() {
    List<String> wanted = IntStream.range(0, 50_000).mapToObj(i -> "line " + i).toList();
    tail.write("app.log", wanted.stream().collect(Collectors.joining("\n", "", "\n")));
    tail.start(APP_FROM_HEAD);
    await().until(() -> tail.messages().size() >= wanted.size());
    assertThat(tail.messages()).isEqualTo(wanted);
  }

  @Test
  void keepsABatchThatAFullBufferRefuses() {
    AtomicInteger refusals = new AtomicInteger(3);
    TestContext context = new TestContext("tail");
    TestContext recorder = new TestContext("recorder");
    EventSink recording = recorder.out();
    context.sink(
        (tag, events) ->
            refusals.getAndDecrement() > 0
                ? EventSink.failed(new BufferOverflowException("full"))
                : recording.emit(tag, events));
    tail.write("app.log", "one\ntwo\n");
    tail.start(context, APP_FROM_HEAD);
    await().until(() -> refusals.get() < 3);
    assertThat(tail.read("pos/tail.pos")).isEqualTo(tail.line("app.log", 0, tail.inode("app.log")));
    await().until(() -> !recorder.emits().isEmpty());
    await()
        .until(
            () -> tail.read("pos/tail.pos").equals(tail.line("app.log", 8, tail.inode("app.log"))));
  }

  @Test
  void movesThePositionOnlyWhenLinesHaveArrived() {
    CompletableFuture<Void> arrival = new CompletableFuture<>();
    AtomicInteger emits = new AtomicInteger();
    TestContext context = new TestContext("tail");
    context.sink(
        (tag, events) -> {
          emits.incrementAndGet();
          return arrival;
        });
    tail.write("app.log", "one\n");
    tail.start(context, APP_FROM_HEAD);
    await().until(() -> emits.get() == 1);
    assertThat(tail.read("pos/tail.pos")).isEqualTo(tail.line("app.log", 0, tail.inode("app.log")));
    arrival.complete(null);
    await()
        .until(
            () -> tail.read("pos/tail.pos").equals(tail.line("app.log", 4, tail.inode("app.log"))));
  }

  @Test
  void goesOnAfterAnEmitThatFailed() {
    TestContext context = new TestContext("tail");
    AtomicInteger emits = new AtomicInteger();
    context.sink(
        (tag, events) -> {
          PackedEvents packed = events.packed();
          assertThat(packed.count()).isEqualTo(1);
          return emits.getAndIncrement() == 0
              ? EventSink.failed(new IllegalStateException("broken"))
              : EventSink.DONE;
        });
    tail.write("app.log", "one\ntwo\n");
    tail.start(context, "read_lines_limit 1\n" + APP_FROM_HEAD);
    await().until(() -> emits.get() == 2);
    await()
        .until(
            () -> tail.read("pos/tail.pos").equals(tail.line("app.log", 8, tail.inode("app.log"))));
  }

  @Test
  void opensOnEveryUpdate() {
    tail.write("app.log", "one\n");
    tail.start("open_on_every_update true\n" + APP_FROM_HEAD);
    tail.awaitMessages("one");
    await()
        .until(
            () ->
                tail.context().count("opened_file_count")
                    == tail.context().count("closed_file_count"));
    tail.append("app.log", "two\n");
    tail.awaitMessages("one", "two");
    tail.rename("app.log", "app.log.1");
    tail.write("app.log", "three\n");
    tail.awaitMessages("one", "two", "three");
  }

  @Test
  void limitsBytesPerSecondAndLosesNothing() {
    String lines = ("x".repeat(99) + "\n").repeat(1_000);
    tail.write("app.log", lines);
    tail.start("read_bytes_limit_per_second 65536\n" + APP_FROM_HEAD);
    await().atMost(Duration.ofSeconds(10)).until(() -> tail.messages().size() == 1_000);
    assertThat(tail.context().count("throttled_log_count")).isPositive();
  }

  @Test
  void skipsTheFirstRefresh() {
    tail.write("app.log", "one\n");
    tail.start("skip_refresh_on_startup true\nrefresh_interval 60\n" + APP_FROM_HEAD);
    assertThat(tail.messages()).isEmpty();
    assertThat(tail.context().gauge("tracked_file_count")).isZero();
  }

  @Test
  void convertsEncodings() throws IOException {
    Files.write(tail.path("sjis.log"), "接続\n".getBytes("Shift_JIS"));
    Files.write(tail.path("utf16.log"), "hällo\r\nzwei\nhal".getBytes("UTF-16LE"));
    tail.start(
        "path DIR/sjis.log\ntag t\nread_from_head true\nfrom_encoding cp932\nencoding UTF-8\n"
            + TailDriver.NONE);
    tail.awaitMessages("接続");
    tail.stop();
    tail.start(
        "path DIR/utf16.log\ntag t\nread_from_head true\nfrom_encoding UTF-16LE\nencoding UTF-8\n"
            + TailDriver.NONE);
    tail.awaitMessages("hällo", "zwei");
  }

  @Test
  void filesThatShareAPositionFileAreRefused() throws Exception {
    tail.start(APP);
    TailDriver second = new TailDriver(() -> dir);
    assertThat(catchThrowable(() -> second.start(APP)))
        .hasStackTraceContaining("already use same pos_file path: plugin_id = tail");
  }
}
