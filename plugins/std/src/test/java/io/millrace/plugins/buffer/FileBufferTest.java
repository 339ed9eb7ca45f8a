package io.millrace.plugins.buffer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.BufferOverflowException;
import io.millrace.api.ChunkContents;
import io.millrace.api.ChunkKey;
import io.millrace.api.ResumedChunks;
import io.millrace.api.StoredChunk;
import io.millrace.api.Tag;
import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.PackReader;
import io.millrace.event.PackWriter;
import io.millrace.testkit.TestContext;
import io.millrace.testkit.TestEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chunk files in Fluentd's format. */
class FileBufferTest {
  private static final String ID = "660d0312097929458a58ec9588e16e3f";
  private static final ChunkKey KEY =
      new ChunkKey(OptionalLong.of(1_699_920_000), Optional.of(Tag.of("app")), Map.of("k", "v"), 0);

  @TempDir Path dir;
  private final TestContext context = new TestContext();

  @AfterEach
  void close() {
    context.close();
  }

  private FileBuffer store(String path) throws IOException {
    FileBuffer store =
        (FileBuffer)
            new FileBuffer.Factory()
                .create(
                    new FileBuffer.Config(
                        Optional.of(path), ".log", Optional.empty(), Optional.empty(), Fsync.NONE),
                    context);
    store.start();
    return store;
  }

  private FileBuffer store() throws IOException {
    return store(dir.resolve("buf").toString());
  }

  private static void append(StoredChunk chunk, String text) throws IOException {
    chunk.append(text.getBytes(UTF_8), 0, text.length(), 1);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(dir.resolve("buf"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static String text(StoredChunk chunk) throws IOException {
    return new String(chunk.openStored().readAllBytes(), UTF_8);
  }

  @Test
  void aStagedChunkIsRenamedWhenItIsQueuedAndDeletedWhenPurged() throws IOException {
    StoredChunk chunk = store().create(KEY);
    append(chunk, "one\n");
    chunk.commit();
    String id = chunk.id().hex();
    assertThat(files()).containsExactly("buffer.b" + id + ".log", "buffer.b" + id + ".log.meta");

    chunk.enqueue();
    assertThat(files()).containsExactly("buffer.q" + id + ".log", "buffer.q" + id + ".log.meta");
    assertThat(text(chunk)).isEqualTo("one\n");

    chunk.purge();
    assertThat(files()).isEmpty();
  }

  @Test
  void theMetadataHaveFluentdsHeaderAndKeys() throws IOException {
    StoredChunk chunk = store().create(KEY);
    append(chunk, "one\n");
    chunk.commit();

    byte[] meta = Files.readAllBytes(chunk.files().get(1));

    assertThat(meta).startsWith(0xc1, 0x00);
    Map<?, ?> map = (Map<?, ?>) PackReader.read(ByteSlice.of(meta, 6, meta.length - 6));
    assertThat(map.keySet().stream().map(String::valueOf))
        .containsExactly("timekey", "tag", "variables", "seq", "id", "s", "c", "m", "b");
    Map<Object, Object> values = new HashMap<>(map);
    assertThat(values)
        .containsEntry("timekey", 1_699_920_000L)
        .containsEntry("tag", "app")
        .containsEntry("variables", Map.of("k", "v"))
        .containsEntry("s", 1L)
        .containsEntry("c", 1_700_000_000L);
  }

  @Test
  void bothKindsOfChunksResumeWithWhatTheyKnew() throws IOException {
    FileBuffer first = store();
    StoredChunk staged = first.create(KEY);
    append(staged, "staged\n");
    staged.commit();
    StoredChunk queued = first.create(ChunkKey.EMPTY);
    append(queued, "queued\n");
    queued.commit();
    queued.enqueue();
    staged.close();
    queued.close();

    ResumedChunks resumed = store().resume(ChunkContents.CUSTOM);

    StoredChunk again = resumed.staged().get(0);
    assertThat(again.key()).isEqualTo(KEY);
    assertThat(again.records()).isEqualTo(1);
    append(again, "more\n");
    again.commit();
    assertThat(text(again)).isEqualTo("staged\nmore\n");
    assertThat(text(resumed.queued().get(0))).isEqualTo("queued\n");
    assertThat(resumed.broken()).isEmpty();
  }

  @Test
  void whatWasNotCommittedIsCutOff() throws IOException {
    StoredChunk chunk = store().create(KEY);
    append(chunk, "one\n");
    chunk.commit();
    append(chunk, "torn"); // and here the process dies

    StoredChunk resumed = store().resume(ChunkContents.CUSTOM).staged().get(0);

    assertThat(resumed.size()).isEqualTo(4);
    assertThat(text(resumed)).isEqualTo("one\n");
  }

  @Test
  void aRollbackLeavesNothingBehind() throws IOException {
    StoredChunk chunk = store().create(KEY);
    append(chunk, "one\n");
    chunk.commit();
    append(chunk, "two, and longer\n");
    chunk.rollback();
    append(chunk, "3\n");
    chunk.commit();

    assertThat(text(chunk)).isEqualTo("one\n3\n");
    assertThat(chunk.records()).isEqualTo(2);
  }

  /** Metadata as Fluentd up to 1.8 wrote it: the map alone. */
  private static byte[] oldMeta(long modified) {
    ByteArraySink out = new ByteArraySink(128);
    PackWriter pack = new PackWriter(out);
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("timekey", null);
    map.put("tag", "app");
    map.put("variables", null);
    map.put("id", new byte[16]);
    map.put("s", 2);
    map.put("c", 1_600_000_000);
    map.put("m", modified);
    pack.value(map);
    return out.toBytes();
  }

  private Path put(String name, byte[] content) throws IOException {
    Files.createDirectories(dir.resolve("buf"));
    return Files.write(dir.resolve("buf").resolve(name), content);
  }

  @Test
  void chunksOfFluentdComeInTheOrderOfTheirLastChange() throws IOException {
    put("buffer.q" + ID + ".log", "late\n".getBytes(UTF_8));
    put("buffer.q" + ID + ".log.meta", oldMeta(1_600_000_200));
    String other = ID.replace('6', '7');
    put("buffer.q" + other + ".log", "early\n".getBytes(UTF_8));
    put("buffer.q" + other + ".log.meta", oldMeta(1_600_000_100));

    List<StoredChunk> queued = store().resume(ChunkContents.CUSTOM).queued();

    assertThat(text(queued.get(0))).isEqualTo("early\n");
    assertThat(text(queued.get(1))).isEqualTo("late\n");
    assertThat(queued.get(0).records()).isEqualTo(2);
    assertThat(queued.get(0).key().tag()).contains(Tag.of("app"));
  }

  @Test
  void theTornTailOfPackedEventsThatFluentdWroteIsCutOff() throws IOException {
    byte[] events =
        TestEvent.pack(TestEvent.event("a", 1, "{\"n\":1}"), TestEvent.event("a", 2, "{\"n\":2}"))
            .bytes()
            .toBytes();
    Path file = put("buffer.b" + ID + ".log", events);
    put("buffer.b" + ID + ".log.meta", oldMeta(1_600_000_100));
    Files.write(file, new byte[] {(byte) 0x92, 0x01, (byte) 0x81}, StandardOpenOption.APPEND);

    StoredChunk chunk = store().resume(ChunkContents.PACKED).staged().get(0);

    assertThat(chunk.size()).isEqualTo(events.length);
    assertThat(chunk.records()).isEqualTo(2);
  }

  @Test
  void withoutMetadataAChunkIsQueuedWithWhatItsNameSays() throws IOException {
    put("buffer.b" + ID + ".log", "old\n".getBytes(UTF_8));

    StoredChunk chunk = store().resume(ChunkContents.CUSTOM).queued().get(0);

    assertThat(chunk.id().hex()).isEqualTo(ID);
    assertThat(chunk.key().isEmpty()).isTrue();
  }

  @Test
  void metadataThatWereNotRenamedInTimeAreFound() throws IOException {
    put("buffer.q" + ID + ".log", "x\n".getBytes(UTF_8));
    put("buffer.b" + ID + ".log.meta", oldMeta(1_600_000_100));

    StoredChunk chunk = store().resume(ChunkContents.CUSTOM).queued().get(0);

    assertThat(chunk.key().tag()).contains(Tag.of("app"));
    assertThat(files()).containsExactly("buffer.q" + ID + ".log", "buffer.q" + ID + ".log.meta");
  }

  @Test
  void whatIsNoChunkAnyMoreIsReportedAndOtherFilesAreLeftAlone() throws IOException {
    put("buffer.q" + ID + ".log", new byte[0]);
    String cut = ID.replace('6', '7');
    put("buffer.b" + cut + ".log", "x\n".getBytes(UTF_8));
    put("buffer.b" + cut + ".log.meta", new byte[0]);
    String noTimes = ID.replace('6', '8');
    put("buffer.b" + noTimes + ".log", "x\n".getBytes(UTF_8));
    put("buffer.b" + noTimes + ".log.meta", new byte[] {(byte) 0x80});
    put("buffer.20231114_0.log", "a result\n".getBytes(UTF_8));
    put("other.txt", "x".getBytes(UTF_8));

    ResumedChunks resumed = store().resume(ChunkContents.CUSTOM);

    assertThat(resumed.broken().stream().map(ResumedChunks.Broken::id))
        .containsExactlyInAnyOrder(ID, cut, noTimes);
    assertThat(resumed.staged()).isEmpty();
    assertThat(resumed.queued()).isEmpty();
    assertThat(files()).contains("buffer.20231114_0.log", "other.txt");
  }

  @Test
  void anEmptyStagedChunkIsDeletedWhenClosed() throws IOException {
    store().create(KEY).close();

    assertThat(files()).isEmpty();
  }

  @Test
  void filesHaveTheModeThatWasAskedFor() throws IOException {
    FileBuffer store =
        (FileBuffer)
            new FileBuffer.Factory()
                .create(
                    new FileBuffer.Config(
                        Optional.of(dir.resolve("buf").toString()),
                        ".log",
                        Optional.of(PosixFilePermissions.fromString("rw-rw-rw-")),
                        Optional.of(PosixFilePermissions.fromString("rwx------")),
                        Fsync.NONE),
                    context);
    store.start();

    StoredChunk chunk = store.create(KEY);

    for (Path file : chunk.files()) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-rw-rw-");
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("buf"))))
        .isEqualTo("rwx------");
  }

  @Test
  void aFileThatCannotBeCreatedIsAnOverflow() throws IOException {
    FileBuffer store = store();
    Files.delete(dir.resolve("buf"));
    Files.createFile(dir.resolve("buf"));

    assertThatThrownBy(() -> store.create(KEY))
        .isInstanceOf(BufferOverflowException.class)
        .hasMessageStartingWith("can't create buffer file for " + dir + "/buf/buffer.*.log.");
  }

  @Test
  void timesAreThoseOfTheClock() throws IOException {
    StoredChunk chunk = store().create(KEY);
    context.manualClock().advance(Duration.ofSeconds(5));
    append(chunk, "x");
    chunk.commit();

    assertThat(chunk.createdAt().getEpochSecond()).isEqualTo(1_700_000_000);
    assertThat(chunk.modifiedAt().getEpochSecond()).isEqualTo(1_700_000_005);
  }

  @Test
  void chunksInFilesMayBeLargerThanThoseInMemory() throws IOException {
    assertThat(store().defaultChunkLimit()).isEqualTo(256L << 20);
    assertThat(store().defaultTotalLimit()).isEqualTo(64L << 30);
    MemoryBuffer memory =
        (MemoryBuffer) new MemoryBuffer.Factory().create(new MemoryBuffer.Config(), context);
    assertThat(memory.defaultChunkLimit()).isEqualTo(8L << 20);
    assertThat(memory.defaultTotalLimit()).isEqualTo(512L << 20);
  }
}
