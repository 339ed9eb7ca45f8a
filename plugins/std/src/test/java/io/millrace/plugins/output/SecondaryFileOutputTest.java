package io.millrace.plugins.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.ChunkKeys;
import io.millrace.api.ConfigException;
import io.millrace.testkit.TestChunk;
import io.millrace.testkit.TestConfig;
import io.millrace.testkit.TestContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which files out_secondary_file writes, and what is in them. */
class SecondaryFileOutputTest {
  /** 2024-01-02 13:34:56 UTC. */
  private static final long TIME = 1_704_202_496;

  private static final ChunkKeys TAG_AND_TIME =
      new ChunkKeys(true, Optional.of(Duration.ofHours(1)), ZoneId.of("UTC"), List.of());

  private final TestContext context = new TestContext();

  @TempDir Path dir;

  private SecondaryFileOutput output(ChunkKeys keys, String... lines) {
    context.chunkKeys(keys).inSecondary();
    return create(lines);
  }

  private SecondaryFileOutput create(String... lines) {
    return TestConfig.create(
        SecondaryFileOutput.class,
        context,
        "@type secondary_file",
        "directory " + dir + "/spare",
        String.join("\n", lines));
  }

  private static TestChunk chunk(ChunkKeys keys, String text) {
    return TestChunk.of(text).withId("00000000000000010000000000000002").by(keys, "app.x", TIME);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.list(dir.resolve("spare"))) {
      return all.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private Path spare(String name) {
    return dir.resolve("spare").resolve(name);
  }

  @Test
  void eachChunkHasTheFirstFreeNumber() throws IOException {
    SecondaryFileOutput output = output(ChunkKeys.NONE);
    output.write(chunk(ChunkKeys.NONE, "a"));
    output.write(chunk(ChunkKeys.NONE, "b"));
    output.write(chunk(ChunkKeys.NONE, "c"));
    Files.delete(spare("dump.bin.1"));

    output.write(chunk(ChunkKeys.NONE, "d"));

    assertThat(files()).containsExactly("dump.bin.0", "dump.bin.1", "dump.bin.2");
    assertThat(spare("dump.bin.1")).hasContent("d");
  }

  @Test
  void appendedChunksShareAFileWithoutANumber() throws IOException {
    SecondaryFileOutput output = output(ChunkKeys.NONE, "append true", "basename spare");

    output.write(chunk(ChunkKeys.NONE, "a\n"));
    output.write(chunk(ChunkKeys.NONE, "b\n"));

    assertThat(files()).containsExactly("spare");
    assertThat(spare("spare")).hasContent("a\nb\n");
  }

  @ParameterizedTest
  @CsvSource({
    "${tag}.dump, app.x.dump.0",
    "${tag[1]}.%Y%m%d%H, x.2024010213.0",
    "${chunk_id}, 00000000000000010000000000000002.0",
    "plain, plain.0"
  })
  void placeholdersAreThoseOfThePrimary(String basename, String expected) throws IOException {
    output(TAG_AND_TIME, "basename " + basename).write(chunk(TAG_AND_TIME, "x"));

    assertThat(files()).containsExactly(expected);
  }

  @ParameterizedTest
  @CsvSource({"false, dump.bin.0.gz", "true, dump.bin.gz"})
  void filesCanBeCompressed(boolean append, String name) throws IOException {
    SecondaryFileOutput output = output(ChunkKeys.NONE, "compress gzip", "append " + append);

    output.write(chunk(ChunkKeys.NONE, "text"));

    try (InputStream in = new GZIPInputStream(Files.newInputStream(spare(name)))) {
      assertThat(in).hasContent("text");
    }
  }

  @Test
  void compressedChunksAreInflated() throws IOException {
    output(ChunkKeys.NONE).write(chunk(ChunkKeys.NONE, "text").gzipped());

    assertThat(spare("dump.bin.0")).hasContent("text");
  }

  @ParameterizedTest
  @CsvSource({
    "basename a.%Y%m, %Y%m",
    "basename a.${tag}, ${tag}",
    "basename a.${tag[0]}, ${tag[0]}",
    "basename a.${level}, ${level}"
  })
  void placeholdersThatThePrimaryHasNoKeyForAreRefused(String line, String placeholder) {
    assertThatThrownBy(() -> output(ChunkKeys.NONE, line))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(
            "out_secondary_file: basename or directory has an incompatible placeholder "
                + placeholder);
  }

  @Test
  void aNameIsNoPath() {
    assertThatThrownBy(() -> output(ChunkKeys.NONE, "basename a/b"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("out_secondary_file: basename should not include `/`");
  }

  @Test
  void aDirectoryThatIsAFileIsRefused() throws IOException {
    Files.writeString(dir.resolve("spare"), "x");

    assertThatThrownBy(() -> output(ChunkKeys.NONE))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(dir + "/spare/dump.bin` is not writable");
  }

  @Test
  void itStandsInASecondaryOnly() {
    context.chunkKeys(ChunkKeys.NONE);

    assertThatThrownBy(this::create)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("This plugin can only be used in the <secondary> section");
  }
}
