package io.millrace.plugins.output;

import static io.millrace.testkit.TestConfig.section;
import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.ChunkKeys;
import io.millrace.api.ConfigException;
import io.millrace.api.Tag;
import io.millrace.api.UnrecoverableException;
import io.millrace.event.ByteArraySink;
import io.millrace.event.EventCursor;
import io.millrace.event.Zstd;
import io.millrace.testkit.Concurrently;
import io.millrace.testkit.TestChild;
import io.millrace.testkit.TestChunk;
import io.millrace.testkit.TestConfig;
import io.millrace.testkit.TestContext;
import io.millrace.testkit.TestEvent;
import io.millrace.testkit.TestLog;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which files out_file writes, and what is in them. */
class FileOutputTest {
  /** 2024-01-02 13:34:56 UTC. */
  private static final long TIME = 1_704_202_496;

  private final TestContext context = new TestContext();

  @TempDir Path dir;

  private static ChunkKeys keys(boolean tag, long timekey) {
    return new ChunkKeys(
        tag,
        timekey == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(timekey)),
        ZoneId.of("UTC"),
        List.of());
  }

  private FileOutput output(ChunkKeys keys, String path, String... lines) {
    context.chunkKeys(keys);
    return TestConfig.create(
        FileOutput.class,
        context,
        "@type file",
        "path " + dir + "/" + path,
        String.join("\n", lines));
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(dir)) {
      return all.filter(Files::isRegularFile)
          .map(file -> dir.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  private void write(FileOutput output, ChunkKeys keys, String... texts) throws IOException {
    for (String text : texts) {
      output.write(TestChunk.of(text).by(keys, "app.x", TIME));
    }
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "86400, out, -, out.20240102_0.log",
        "604800, out, -, out.20240102_0.log",
        "3600, out, -, out.2024010213_0.log",
        "60, out, -, out.202401021334_0.log",
        "10, out, -, out.20240102133456_0.log",
        "86400, out, append true, out.20240102.log",
        "86400, out, compress gzip, out.20240102_0.log.gz",
        "86400, out, compress zstd, out.20240102_0.log.zstd",
        "86400, out, compress gz, out.20240102_0.log.gz",
        "86400, out, path_suffix .txt, out.20240102_0.txt",
        "86400, out, add_path_suffix false, out.20240102_0",
        "3600, out.*.txt, -, out.2024010213_0.txt",
        "3600, out.*.txt, append true, out.2024010213.txt",
        "86400, %Y/%m/%d/out, -, 2024/01/02/out_0.log",
        "3600, out.%Y-%m-%d, time_slice_format %H%M, out.2024-01-02.1334_0.log",
        "0, out, -, out_0.log",
        "0, out, append true, out.log"
      })
  void filesAreNamedAfterTheTimeSlice(long timekey, String path, String line, String expected)
      throws IOException {
    ChunkKeys keys = keys(false, timekey);

    write(line == null ? output(keys, path) : output(keys, path, line), keys, "x\n");

    assertThat(files()).containsExactly(expected);
  }

  @Test
  void placeholdersAreFilledIn() throws IOException {
    ChunkKeys keys = keys(true, 0);

    write(output(keys, "${tag}/${tag[1]}"), keys, "x\n");

    assertThat(files()).containsExactly("app.x/x_0.log");
  }

  @ParameterizedTest
  @CsvSource({
    "0, out.*, path including '*' must be used with buffer chunk key 'time'",
    "3600, out.%Y%m%d, insufficient timestamp placeholders in path",
    "0, out.%Y%m%d, 'has timestamp placeholders, but chunk key ''time'' is not configured'",
    "0, out.${tag}, 'has tag placeholders, but chunk key ''tag'' is not configured'"
  })
  void pathsThatDoNotGoWithTheChunkKeysAreRefused(long timekey, String path, String message) {
    assertThatThrownBy(() -> output(keys(false, timekey), path))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aPathBelowAFileIsRefused() throws IOException {
    Files.writeString(dir.resolve("taken"), "x");

    assertThatThrownBy(() -> output(ChunkKeys.NONE, "taken/out"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("out_file: `" + dir + "/taken/out_**.log` is not writable");
  }

  @Test
  void aSecondaryTakesChunksOfAnyKeys() throws IOException {
    ChunkKeys keys = keys(true, 3600);
    context.inSecondary();

    write(output(keys, "failed"), keys, "x\n");

    assertThat(files()).containsExactly("failed.2024010213_0.log");
    assertThatThrownBy(() -> output(keys, "failed", "symlink_path " + dir + "/link"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("symlink_path cannot be used in <secondary>");
  }

  @Test
  void eachChunkHasTheFirstFreeIndex() throws IOException {
    FileOutput output = output(ChunkKeys.NONE, "out");
    write(output, ChunkKeys.NONE, "a\n", "b\n", "c\n");
    Files.delete(dir.resolve("out_1.log"));
    write(output, ChunkKeys.NONE, "d\n");

    assertThat(files()).containsExactly("out_0.log", "out_1.log", "out_2.log");
    assertThat(dir.resolve("out_1.log")).hasContent("d\n");
  }

  @Test
  void chunksOfSeveralThreadsNeverShareAFile() throws Exception {
    FileOutput output = output(ChunkKeys.NONE, "out");

    onTwentyThreads(() -> output.write(TestChunk.of("line\n")));

    assertThat(files()).hasSize(20);
  }

  @Test
  void appendsOfSeveralThreadsStayWhole() throws Exception {
    FileOutput output = output(ChunkKeys.NONE, "out", "append true");
    String line = "x".repeat(50_000);

    onTwentyThreads(() -> output.write(TestChunk.of(line + "\n")));

    assertThat(Files.readAllLines(dir.resolve("out.log"))).hasSize(20).containsOnly(line);
  }

  private static void onTwentyThreads(Concurrently.Work work) throws Exception {
    Callable<Void> call =
        () -> {
          work.run();
          return null;
        };
    Concurrently.call(Collections.nCopies(20, call));
  }

  private static String gunzip(Path file) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void gzipIsAppendedAsFurtherMembers() throws IOException {
    FileOutput output = output(ChunkKeys.NONE, "out", "append true", "compress gzip");

    write(output, ChunkKeys.NONE, "a\n", "b\n");

    assertThat(gunzip(dir.resolve("out.log.gz"))).isEqualTo("a\nb\n");
  }

  @Test
  void zstdIsAppendedAsFurtherFrames() throws IOException {
    FileOutput output = output(ChunkKeys.NONE, "out", "append true", "compress zstd");

    write(output, ChunkKeys.NONE, "a\n", "b\n");
    TestChunk compressed = TestChunk.of("c\n").zstd();
    byte[] stored = compressed.stored();
    output.write(compressed);

    Path file = dir.resolve("out.log.zstd");
    try (InputStream in = Zstd.input(Files.newInputStream(file))) {
      assertThat(in).hasContent("a\nb\nc\n");
    }
    byte[] all = Files.readAllBytes(file);
    assertThat(Arrays.copyOfRange(all, all.length - stored.length, all.length)).isEqualTo(stored);
  }

  @Test
  void compressedChunksPassAsTheyAre() throws IOException {
    TestChunk chunk = TestChunk.of("a\n").gzipped();

    output(ChunkKeys.NONE, "same", "compress gzip").write(chunk);
    output(ChunkKeys.NONE, "anew", "compress gzip", "recompress true").write(chunk);
    output(ChunkKeys.NONE, "plain").write(chunk);

    assertThat(dir.resolve("same_0.log.gz")).hasBinaryContent(chunk.stored());
    assertThat(gunzip(dir.resolve("anew_0.log.gz"))).isEqualTo("a\n");
    assertThat(dir.resolve("plain_0.log")).hasContent("a\n");
  }

  @Test
  void aFailedWriteLeavesNothing() throws IOException {
    TestChunk whole = TestChunk.of("a\n");
    byte[] torn = Arrays.copyOf(whole.gzipped().stored(), 15);
    TestChunk broken = whole.gzipped().bytes(torn);
    FileOutput appending = output(ChunkKeys.NONE, "log", "append true");
    appending.write(whole);

    assertThatThrownBy(() -> output(ChunkKeys.NONE, "out").write(broken))
        .isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> appending.write(broken)).isInstanceOf(EOFException.class);

    assertThat(files()).containsExactly("log.log");
    assertThat(dir.resolve("log.log")).hasContent("a\n");
  }

  @Test
  void filesAndDirectoriesHaveTheSystemsModes() throws IOException {
    write(output(ChunkKeys.NONE, "new/out"), ChunkKeys.NONE, "x");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("new"))))
        .isEqualTo("rwxr-xr-x");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(dir.resolve("new/out_0.log"))))
        .isEqualTo("rw-r--r--");
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void theLinkLeadsToTheNewestChunk(boolean relative) throws IOException {
    ChunkKeys keys = keys(false, 86_400);
    FileOutput output =
        output(
            keys,
            "out",
            "symlink_path " + dir + "/link/current",
            "symlink_path_use_relative " + relative);
    Path today = Files.writeString(dir.resolve("today"), "1");
    Path yesterday = Files.writeString(dir.resolve("yesterday"), "2");

    output.staged(TestChunk.of("").by(keys, "t", TIME).in(today));
    output.staged(TestChunk.of("").by(keys, "t", TIME - 86_400).in(yesterday));

    Path link = dir.resolve("link/current");
    assertThat(link).isSymbolicLink().hasContent("1");
    assertThat(Files.readSymbolicLink(link).isAbsolute()).isEqualTo(!relative);
  }

  @Test
  void eventsAreFormattedWithWhatIsInjected() {
    context.chunkKeys(ChunkKeys.NONE);
    FileOutput output =
        TestConfig.create(
            FileOutput.class,
            context,
            "@type file",
            "path " + dir + "/out",
            section("format", "utc true"),
            section("inject", "tag_key t"));
    EventCursor cursor = TestEvent.pack(event("a.b", 1_700_000_000, "{\"m\":1}")).cursor();
    cursor.next();
    ByteArraySink out = new ByteArraySink(64);

    output.format(Tag.of("a.b"), cursor, out);

    assertThat(out.toString()).isEqualTo("2023-11-14T22:13:20Z\ta.b\t{\"m\":1,\"t\":\"a.b\"}\n");
  }

  @Test
  void theBufferIsInFilesAndByDay() {
    var defaults =
        new FileOutput.Factory()
            .bufferDefaults(
                new FileOutput.Config(
                    "/p/out",
                    true,
                    ".log",
                    false,
                    FileOutput.Compress.TEXT,
                    false,
                    Optional.empty(),
                    false,
                    Optional.empty(),
                    TestChild.of(
                        any -> {
                          throw new AssertionError("not to be opened");
                        }),
                    Optional.empty()));

    assertThat(defaults.chunkKeys()).containsExactly("time");
    assertThat(defaults.parameters())
        .containsEntry("@type", "file")
        .containsEntry("timekey", "1d")
        .containsEntry("path", "/p/out");
  }

  @Test
  void anAppendWaitsForAnotherProcessAndGoesBehindWhatItWrote() throws Exception {
    FileOutput output = output(ChunkKeys.NONE, "out", "append true");
    Path file = dir.resolve("out.log");
    try (AppendingProcess other = AppendingProcess.hold(file)) {
      CompletableFuture<Void> written =
          Concurrently.run(() -> write(output, ChunkKeys.NONE, "ours\n"));
      Awaitility.await().during(Duration.ofMillis(300)).until(() -> !written.isDone());

      other.append("theirs");
      written.get(20, TimeUnit.SECONDS);
    }

    assertThat(file).hasContent("theirs\nours\n");
  }

  @Test
  void onlyPlaceholdersOfTimeKeepLinksApartWithoutAWarning() {
    try (TestLog log = TestLog.of("test.test")) {
      output(keys(false, 3600), "out", "symlink_path " + dir + "/link.%Y");
      assertThat(log.withLevels()).isEmpty();

      output(keys(true, 3600), "${tag}", "symlink_path " + dir + "/link");
      assertThat(log.withLevels())
          .containsExactly(
              "WARN Parameter 'symlink_path: "
                  + dir
                  + "/link' doesn't have tag placeholder. This means multiple chunks are competing"
                  + " for a single symlink_path, so some logs may not be taken from the symlink.");
    }
  }

  @Test
  void placeholdersOfTheLinkAreFilledIn() throws IOException {
    ChunkKeys keys = keys(true, 3600);
    FileOutput output = output(keys, "${tag}", "symlink_path " + dir + "/${tag}.%H");
    Path chunk = Files.writeString(dir.resolve("chunk"), "1");

    output.staged(TestChunk.of("").by(keys, "app.x", TIME).in(chunk));

    assertThat(dir.resolve("app.x.13")).isSymbolicLink().hasContent("1");
  }

  @Test
  void chunksInMemoryHaveNoLink() {
    output(ChunkKeys.NONE, "out", "symlink_path " + dir + "/link").staged(TestChunk.of("x"));

    assertThat(dir.resolve("link")).doesNotExist();
  }

  @Test
  void aSecondaryMayHaveNoPlaceholderOfTimeThatNothingFillsIn() {
    context.inSecondary();

    assertThatThrownBy(() -> output(keys(true, 0), "failed.%d"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("has timestamp placeholders, but chunk key 'time' is not configured");
  }

  @Test
  void aTagCannotLeadOutOfTheDirectory() {
    ChunkKeys keys = keys(true, 0);
    FileOutput output = output(keys, "${tag}");

    assertThatThrownBy(() -> output.write(TestChunk.of("x").by(keys, "../../etc/x", TIME)))
        .isInstanceOf(UnrecoverableException.class)
        .hasMessageContaining("Invalid path component detected in tag: ../../etc/x");
  }
}
