package io.millrace.plugins.buffer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Chunk;
import io.millrace.api.ChunkContents;
import io.millrace.api.ChunkId;
import io.millrace.api.ChunkKey;
import io.millrace.api.ChunkWriter;
import io.millrace.api.CustomFormat;
import io.millrace.api.Output;
import io.millrace.api.ResumedChunks;
import io.millrace.api.StoredChunk;
import io.millrace.api.Tag;
import io.millrace.engine.output.BufferedPipe;
import io.millrace.event.ByteArraySink;
import io.millrace.event.EventView;
import io.millrace.event.PackWriter;
import io.millrace.testkit.TestContext;
import io.millrace.testkit.TestEvent;
import io.millrace.testkit.TestLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.Level;

/** What a start makes of the files that a former process, ours or Fluentd, left in a directory. */
class FileResumeTest {
  private static final String ID = "660d0312097929458a58ec9588e16e3f";
  private static final String OTHER = "660d0312097929458a58ec9588e16e40";
  private static final String THIRD = "660d0312097929458a58ec9588e16e41";

  @TempDir Path dir;
  private TestContext context;
  private TestLog logged;

  @BeforeEach
  void open() {
    context = Pipes.context("dest", dir.resolve("root"));
    logged = TestLog.of(context.log(), Level.DEBUG);
  }

  @AfterEach
  void close() {
    logged.close();
    context.close();
  }

  private Path put(String name, byte[] content) throws IOException {
    Files.createDirectories(dir.resolve("buf"));
    return Files.write(dir.resolve("buf").resolve(name), content);
  }

  /** A chunk of text with metadata in Fluentd's format of today. */
  private void put(String stateAndId, String text, long modified) throws IOException {
    put("buffer." + stateAndId + ".log", text.getBytes(UTF_8));
    put("buffer." + stateAndId + ".log.meta", meta("app", modified));
  }

  private static byte[] meta(String tag, long modified) {
    ByteArraySink out = new ByteArraySink(128);
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("timekey", null);
    map.put("tag", tag);
    map.put("variables", null);
    map.put("id", ChunkId.parse(ID).bytes());
    map.put("c", modified - 100);
    map.put("m", modified);
    PackWriter pack = new PackWriter(out);
    pack.value(map);
    byte[] packed = out.toBytes();
    byte[] file = new byte[packed.length + 6];
    file[0] = (byte) 0xc1;
    file[5] = (byte) packed.length;
    System.arraycopy(packed, 0, file, 6, packed.length);
    return file;
  }

  private FileBuffer store() throws IOException {
    FileBuffer store = (FileBuffer) Pipes.store("file", dir.resolve("buf"), context);
    store.start();
    return store;
  }

  private static String text(StoredChunk chunk) throws IOException {
    return new String(chunk.openStored().readAllBytes(), UTF_8);
  }

  /** Takes the text of chunks. */
  private static final class Texts implements Output, ChunkWriter, CustomFormat {
    private final List<String> delivered = new CopyOnWriteArrayList<>();

    @Override
    public void format(Tag tag, EventView event, ByteArraySink out) {
      out.writeUtf8("formatted\n");
    }

    @Override
    public void write(Chunk chunk) throws IOException {
      delivered.add(new String(chunk.open().readAllBytes(), UTF_8));
    }
  }

  private BufferedPipe start(Texts output, String... lines) throws Exception {
    return Pipes.started(Pipes.keyed("tag", output, store(), context, lines));
  }

  @Nested
  class Metadata {
    @Test
    void whatIsMissingIsZero() throws IOException {
      put("q" + ID, "x\n", 1_600_000_100);

      StoredChunk chunk = store().resume(ChunkContents.CUSTOM).queued().get(0);

      assertThat(chunk.records()).isZero();
      assertThat(chunk.key())
          .isEqualTo(new ChunkKey(chunk.key().timekey(), Optional.of(Tag.of("app")), Map.of(), 0));
    }

    @Test
    void bytesThatFollowTheMapAreNotLookedAt() throws IOException {
      put("q" + ID, "x\n", 1_600_000_100);
      byte[] meta = meta("app", 1_600_000_100);
      put("buffer.q" + ID + ".log.meta", Arrays.copyOf(meta, meta.length + 40));

      assertThat(store().resume(ChunkContents.CUSTOM).queued()).hasSize(1);
    }
  }

  @Nested
  class WithoutMetadata {
    @Test
    void theTimesAreThoseOfTheFile() throws IOException {
      Path file = put("buffer.q" + ID + ".log", "x\n".getBytes(UTF_8));
      Instant modified = Instant.ofEpochSecond(1_600_000_000);
      Files.setLastModifiedTime(file, FileTime.from(modified));
      Instant changed = ((FileTime) Files.getAttribute(file, "unix:ctime")).toInstant();

      StoredChunk chunk = store().resume(ChunkContents.CUSTOM).queued().get(0);

      assertThat(chunk.modifiedAt()).isEqualTo(modified);
      assertThat(chunk.createdAt()).isEqualTo(changed);
    }

    @Test
    void chunksOfFluentd012AreDeliveredAndDeleted() throws Exception {
      put("buffer.app.access.b5f3a9c1d2e3f4a5b.log", "staged\n".getBytes(UTF_8));
      put("buffer.app.access.q5f3a9c1d2e3f4a5c.log", "queued\n".getBytes(UTF_8));
      Texts output = new Texts();

      BufferedPipe pipe = start(output, "flush_thread_burst_interval 0");
      Awaitility.await().until(() -> output.delivered.size() == 2);
      Awaitility.await().until(() -> pipe.buffer().totalQueuedSize() == 0);
      Pipes.stop(pipe);

      assertThat(output.delivered).containsExactlyInAnyOrder("staged\n", "queued\n");
      assertThat(dir.resolve("buf")).isEmptyDirectory();
    }

    @Test
    void aChunkOfABufferWithALongerPrefixIsLeftAlone() throws IOException {
      put("buffer.other.q" + ID + ".log", "x\n".getBytes(UTF_8));
      put("buffer.other.q" + ID + ".log.meta", meta("app", 1_600_000_100));

      assertThat(store().resume(ChunkContents.CUSTOM).queued()).isEmpty();
    }
  }

  @Nested
  class Order {
    @Test
    void stagedChunksOfOneKeyAreQueuedButForOneInTheOrderOfTheirLastChange() throws Exception {
      put("b" + ID, "stays\n", 1_600_000_300);
      put("b" + OTHER, "early\n", 1_600_000_100);
      put("q" + THIRD, "between\n", 1_600_000_200);
      Texts output = new Texts();

      BufferedPipe pipe = start(output, "flush_mode lazy", "flush_thread_burst_interval 0");
      Awaitility.await().until(() -> output.delivered.size() == 2);
      int staged = pipe.buffer().stageLength();
      Pipes.stop(pipe);

      assertThat(output.delivered).containsExactly("early\n", "between\n");
      assertThat(staged).isEqualTo(1);
    }

    @Test
    void aStagedChunkThatIsFullIsQueued() throws Exception {
      put("b" + ID, "full\n", 1_600_000_300);
      Texts output = new Texts();

      BufferedPipe pipe = start(output, "flush_mode lazy", "chunk_limit_size 5");
      Awaitility.await().until(() -> output.delivered.equals(List.of("full\n")));

      Pipes.stop(pipe);
    }

    @Test
    void chunksKeepTheirMetadataIfTheChunkKeysChanged() throws Exception {
      put("q" + ID, "x\n", 1_600_000_300);
      List<ChunkKey> keys = new CopyOnWriteArrayList<>();
      final class Keys implements Output, ChunkWriter, CustomFormat {
        @Override
        public void format(Tag tag, EventView event, ByteArraySink out) {}

        @Override
        public void write(Chunk chunk) {
          keys.add(chunk.key());
        }
      }

      BufferedPipe pipe = Pipes.started(Pipes.keyed("", new Keys(), store(), context));
      Awaitility.await().until(() -> keys.size() == 1);
      Pipes.stop(pipe);

      assertThat(keys.get(0).tag()).contains(Tag.of("app"));
    }
  }

  @Nested
  class Damage {
    private byte[] events(int... numbers) {
      return TestEvent.pack(
              Arrays.stream(numbers)
                  .mapToObj(n -> TestEvent.event("app", 1, "{\"n\":" + n + "}"))
                  .toArray(TestEvent[]::new))
          .bytes()
          .toBytes();
    }

    private Path damaged(byte[] before, byte[] wrong, byte[] behind) throws IOException {
      ByteArraySink all = new ByteArraySink(64);
      for (byte[] part : List.of(before, wrong, behind)) {
        all.write(part, 0, part.length);
      }
      put("buffer.q" + ID + ".log.meta", meta("app", 1_600_000_100));
      return put("buffer.q" + ID + ".log", all.toBytes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"c1", "0000000000000000", "a3414243", "92c0c0"})
    void whatIsBehindBytesThatAreNoEventIsSetAside(String wrong) throws Exception {
      byte[] bytes = HexFormat.of().parseHex(wrong);
      damaged(events(1, 2), bytes, events(3));

      ResumedChunks resumed = store().resume(ChunkContents.PACKED);

      StoredChunk chunk = resumed.queued().get(0);
      assertThat(chunk.records()).isEqualTo(2);
      assertThat(chunk.openStored().readAllBytes()).isEqualTo(events(1, 2));
      ResumedChunks.Broken tail = resumed.broken().get(0);
      assertThat(Files.readAllBytes(tail.files().get(0))).startsWith(bytes).endsWith(events(3));
    }

    @Test
    void itEndsInTheBackupDirectory() throws Exception {
      damaged(events(1), new byte[] {(byte) 0xc1}, events(2));

      BufferedPipe pipe = Pipes.keyed("", new Numbers(), store(), context);
      pipe.start();
      Pipes.stop(pipe);

      assertThat(Files.readAllBytes(dir.resolve("root/backup/worker0/dest/" + ID + ".log")))
          .endsWith(events(2));
      assertThat(logged.at(Level.ERROR)).singleElement().asString().contains(".log.damaged mode=");
    }

    @Test
    void aClaimThatTheFileCannotHoldIsATornEventAndTakesNoMemory() throws Exception {
      byte[] claims = HexFormat.of().parseHex("9201" + "81a16e" + "db7fffffff");
      damaged(events(1, 2), claims, new byte[0]);

      ResumedChunks resumed = store().resume(ChunkContents.PACKED);

      assertThat(resumed.queued().get(0).records()).isEqualTo(2);
      assertThat(resumed.broken()).isEmpty();
    }

    @Test
    void anEventLargerThanAnyWindowIsWhole() throws Exception {
      byte[] large =
          TestEvent.pack(TestEvent.event("app", 1, "{\"m\":\"" + "x".repeat(5 << 20) + "\"}"))
              .bytes()
              .toBytes();
      damaged(large, events(1), new byte[] {(byte) 0x92});

      StoredChunk chunk = store().resume(ChunkContents.PACKED).queued().get(0);

      assertThat(chunk.records()).isEqualTo(2);
      assertThat(chunk.size()).isEqualTo(large.length + events(1).length);
    }
  }

  @Nested
  class Messages {
    @Test
    void whatIsLeftIsUnusualIfTheOutputFlushesAtShutdown() throws Exception {
      put("q" + ID, "x\n", 1_600_000_300);
      put("b" + OTHER, "x\n", 1_600_000_300);

      Pipes.stop(start(new Texts(), "flush_mode lazy", "flush_at_shutdown true"));

      assertThat(logged.at(Level.WARN))
          .contains(
              "restoring buffer file: path = " + dir.resolve("buf/buffer.q" + ID + ".log"),
              "restoring buffer file: path = " + dir.resolve("buf/buffer.b" + OTHER + ".log"));
    }

    @Test
    void elseItIsNot() throws Exception {
      put("q" + ID, "x\n", 1_600_000_300);

      Pipes.stop(start(new Texts(), "flush_mode lazy"));

      assertThat(logged.at(Level.WARN)).noneMatch(line -> line.startsWith("restoring"));
      assertThat(logged.at(Level.DEBUG))
          .contains("restoring buffer file: path = " + dir.resolve("buf/buffer.q" + ID + ".log"));
    }

    @Test
    void ifOneIsBrokenTheOthersAreListed() throws Exception {
      put("b" + OTHER, "fine\n", 1_600_000_300);
      Path broken = put("buffer.q" + ID + ".log", new byte[0]);

      Pipes.stop(start(new Texts(), "flush_mode lazy"));

      assertThat(logged.at(Level.ERROR))
          .containsExactly(
              "found broken chunk file during resume. path="
                  + broken
                  + " mode=:queued err_msg=staged or queued file is empty");
      assertThat(logged.at(Level.INFO))
          .anyMatch(
              line ->
                  line.equals(
                      "resumed chunk file: path="
                          + dir.resolve("buf/buffer.b" + OTHER + ".log")
                          + " created_at=2020-09-13T12:30:00Z modified_at=2020-09-13T12:31:40Z"));
      try (Stream<Path> files = Files.list(dir.resolve("buf"))) {
        assertThat(files).noneMatch(file -> file.toString().contains(ID));
      }
    }
  }
}
