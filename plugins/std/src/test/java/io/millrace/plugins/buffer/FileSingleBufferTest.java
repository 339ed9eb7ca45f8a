package io.millrace.plugins.buffer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.ChunkContents;
import io.millrace.api.ChunkKey;
import io.millrace.api.ChunkKeys;
import io.millrace.api.ResumedChunks;
import io.millrace.api.StoredChunk;
import io.millrace.api.Tag;
import io.millrace.event.RecordPath;
import io.millrace.testkit.TestContext;
import io.millrace.testkit.TestEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Chunk files whose names say everything. */
class FileSingleBufferTest {
  private static final String ID = "660d0312097929458a58ec9588e16e3f";

  @TempDir Path dir;
  private final TestContext context = new TestContext();

  @AfterEach
  void close() {
    context.close();
  }

  private FileSingleBuffer store(boolean tag, String... fields) throws IOException {
    return store(true, tag, fields);
  }

  private FileSingleBuffer store(boolean count, boolean tag, String... fields) throws IOException {
    context.chunkKeys(
        new ChunkKeys(
            tag,
            Optional.empty(),
            ZoneOffset.UTC,
            Arrays.stream(fields).map(RecordPath::parse).toList()));
    FileSingleBuffer store =
        (FileSingleBuffer)
            new FileSingleBuffer.Factory()
                .create(
                    new FileSingleBuffer.Config(
                        Optional.of(dir.toString()),
                        count,
                        FileSingleBuffer.ChunkFormat.AUTO,
                        Optional.empty(),
                        Optional.empty(),
                        Fsync.NONE),
                    context);
    store.start();
    return store;
  }

  private static ChunkKey ofTag(String tag) {
    return new ChunkKey(OptionalLong.empty(), Optional.of(Tag.of(tag)), Map.of(), 0);
  }

  private static String name(StoredChunk chunk) {
    return chunk.files().get(0).getFileName().toString();
  }

  @ParameterizedTest
  @CsvSource({
    "app.web, app.web",
    "a b/c, a%20b%2Fc",
    "ä, %C3%A4",
    "'', ''",
  })
  void theTagStandsInTheName(String tag, String encoded) throws IOException {
    StoredChunk chunk = store(true).create(ofTag(tag));
    chunk.append(new byte[] {'x', '\n'}, 0, 2, 1);
    chunk.commit();
    assertThat(name(chunk)).isEqualTo("fsb." + encoded + ".b" + chunk.id() + ".buf");

    chunk.enqueue();
    assertThat(name(chunk)).isEqualTo("fsb." + encoded + ".q" + chunk.id() + ".buf");

    StoredChunk resumed = store(true).resume(ChunkContents.CUSTOM).queued().get(0);
    assertThat(resumed.key()).isEqualTo(ofTag(tag));
    resumed.purge();
    assertThat(dir).isEmptyDirectory();
  }

  @Test
  void orTheValueOfAField() throws IOException {
    Files.writeString(dir.resolve("fsb.shop%2Fa.b" + ID + ".buf"), "1\n2\n");

    StoredChunk chunk = store(false, "$.k8s.ns").resume(ChunkContents.CUSTOM).staged().get(0);

    assertThat(chunk.key().variables()).isEqualTo(Map.of("$.k8s.ns", "shop/a"));
    assertThat(chunk.records()).isEqualTo(2);
  }

  @Test
  void packedEventsAreCountedAndATornOneIsCutOff() throws IOException {
    byte[] events =
        TestEvent.pack(TestEvent.event("a", 1, "{\"n\":1}"), TestEvent.event("a", 2, "{\"n\":2}"))
            .bytes()
            .toBytes();
    Files.write(dir.resolve("fsb.b.b" + ID + ".buf"), Arrays.copyOf(events, events.length - 1));

    StoredChunk chunk = store(true).resume(ChunkContents.PACKED).staged().get(0);

    assertThat(chunk.records()).isEqualTo(1);
    assertThat(chunk.size()).isEqualTo(events.length / 2);
  }

  @Test
  void withoutCountingThereAreNoRecords() throws IOException {
    Files.writeString(dir.resolve("fsb.a.b" + ID + ".buf"), "1\n2\n");

    assertThat(store(false, true).resume(ChunkContents.CUSTOM).staged().get(0).records()).isZero();
  }

  @Test
  void anEmptyFileIsBrokenAndOtherFilesAreLeftAlone() throws IOException {
    Files.createFile(dir.resolve("fsb.a.q" + ID + ".buf"));
    Files.createFile(dir.resolve("fsb.other.buf"));

    ResumedChunks resumed = store(true).resume(ChunkContents.CUSTOM);

    assertThat(resumed.broken()).hasSize(1);
    assertThat(resumed.queued()).isEmpty();
    assertThat(Files.readString(dir.resolve("fsb.other.buf"), UTF_8)).isEmpty();
  }

  @Test
  void thereIsOneKeyAtMost() {
    assertThatThrownBy(() -> store(true, "a")).hasMessageContaining("must be tag or one field");
    assertThatThrownBy(() -> store(false, "a", "b"))
        .hasMessageContaining("2 or more chunk keys is not allowed");
  }

  @Test
  void thePathIsADirectoryOrWhatNamesBeginWith() throws IOException {
    Path file = Files.writeString(dir.resolve("x"), "");

    assertThat(location(dir.resolve("new"))).isEqualTo(dir + "/new/fsb.*.buf");
    assertThat(location(dir.resolve("y.*"))).isEqualTo(dir + "/y.*.buf");
    assertThat(location(file)).isEqualTo(dir + "/x.*.buf");
    assertThat(location(dir.resolve("y.*.log"))).isEqualTo(dir + "/fsb.*.buf");
  }

  private String location(Path path) {
    return new FileSingleBuffer.Factory()
        .create(
            new FileSingleBuffer.Config(
                Optional.of(path.toString()),
                true,
                FileSingleBuffer.ChunkFormat.AUTO,
                Optional.empty(),
                Optional.empty(),
                Fsync.NONE),
            context)
        .location()
        .orElseThrow();
  }
}
