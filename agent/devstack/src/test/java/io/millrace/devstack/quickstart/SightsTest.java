package io.millrace.devstack.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read from folders and answers. */
final class SightsTest {
  @TempDir Path folder;

  private Path gzip(String key, String text, long second) throws IOException {
    Path file = folder.resolve(key);
    Files.createDirectories(file.getParent());
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(second)));
  }

  @Test
  void listsObjectsNewestFirstWithTheirLines() throws IOException {
    long size = Files.size(gzip("a/old.gz", "1\n2\n", 10));
    gzip("b/new.gz", "1\n2\n3\n", 20);

    assertThat(new S3Objects(folder).list())
        .extracting(S3Objects.Item::key, S3Objects.Item::lines)
        .containsExactly(tuple("b/new.gz", 3L), tuple("a/old.gz", 2L));
    assertThat(new S3Objects(folder).list()).last().extracting("bytes").isEqualTo(size);
  }

  @Test
  void leavesAnObjectThatIsStillWrittenForTheNextTime() throws IOException {
    Path whole = gzip("whole.gz", "1\n2\n", 10);
    byte[] bytes = Files.readAllBytes(whole);
    Path part = folder.resolve("part.gz");
    Files.write(part, Arrays.copyOf(bytes, bytes.length - 4));
    S3Objects objects = new S3Objects(folder);

    assertThat(objects.list()).extracting(S3Objects.Item::key).containsExactly("whole.gz");
    Files.write(part, bytes);
    assertThat(objects.list()).hasSize(2);
  }

  @Test
  void seesNothingWhereNothingIsYet() {
    assertThat(new S3Objects(folder.resolve("none")).list()).isEmpty();
    assertThat(new BufferFolder(folder.resolve("none")).chunks())
        .isEqualTo(new BufferFolder.Chunks(0, 0));
  }

  @Test
  void countsChunksByTheirState() throws IOException {
    for (String name :
        new String[] {
          "buffer.b5f.log",
          "buffer.b5f.log.meta",
          "buffer.q60.log",
          "buffer.q61.log",
          "b.q62.log",
          "other.log"
        }) {
      Files.createFile(folder.resolve(name));
    }

    assertThat(new BufferFolder(folder).chunks()).isEqualTo(new BufferFolder.Chunks(1, 3));
  }

  @Test
  void readsTheTableOfIndices() {
    assertThat(Indices.parse("m-2026.01.30   12\nm-2026.01.31 3\n"))
        .containsExactly(
            new Indices.Index("m-2026.01.30", 12), new Indices.Index("m-2026.01.31", 3));
    assertThat(Indices.parse("")).isEmpty();
  }

  @Test
  void pacesByTheClock() {
    Pace pace = new Pace(10, 100);

    assertThat(pace.due(0)).isZero();
    assertThat(pace.due(150_000_000)).isEqualTo(1);
    assertThat(pace.due(200_000_000)).isEqualTo(1);
    assertThat(pace.due(1_000_000_000L * 3_600)).as("after a stall").isEqualTo(100);
  }

  @Test
  void makesTheSameTrafficEachTime() {
    SampleTraffic one = new SampleTraffic(1);
    SampleTraffic other = new SampleTraffic(1);

    assertThat(one.json("cart")).isEqualTo(other.json("cart")).startsWith("{\"level\":\"");
    assertThat(one.accessLine()).isEqualTo(other.accessLine()).contains("HTTP/1.1");
  }

  @Test
  void removesATemporaryFolderAndKeepsANamedOne() throws IOException {
    Folder temporary = Folder.open(Optional.empty());
    Files.writeString(temporary.make("a").resolve("b"), "x");
    temporary.close();
    assertThat(temporary.path()).doesNotExist();

    Path named = folder.resolve("named");
    try (Folder kept = Folder.open(Optional.of(named))) {
      kept.make("a");
    }
    assertThat(named.resolve("a")).isDirectory();
    assertThatThrownBy(() -> Folder.open(Optional.of(named)))
        .hasMessageContaining("--keep: '" + named + "' is not empty");
  }
}
