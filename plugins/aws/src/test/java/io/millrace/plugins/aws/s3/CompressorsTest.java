package io.millrace.plugins.aws.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.event.Compression;
import io.millrace.testkit.TestChunk;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class CompressorsTest {
  private static final Compressor PLAIN =
      new StreamCompressor("txt", "text/plain", Compression.TEXT, out -> out);

  private static String text(ObjectBody body) throws IOException {
    try (InputStream in = body.open()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void keepsLargeObjectsInAFileAndDeletesIt() throws IOException {
    String large = "line\n".repeat(1 << 19);
    Path file;

    try (ObjectBody body = PLAIN.compress(TestChunk.hourly(large).gzipped())) {
      assertThat(text(body)).isEqualTo(large);
      assertThat(body.length()).isEqualTo(large.length());
    }
    try (ObjectBody body = ScratchBody.make(1L << 21, out -> out.write(1))) {
      file = ((ScratchBody.FileBody) body).file();
      assertThat(file).exists();
    }

    assertThat(file).doesNotExist();
  }

  @Test
  void readsABodyAsOftenAsAsked() throws IOException {
    try (ObjectBody body =
        new StreamCompressor("gz", "x", Compression.ZSTD, out -> out)
            .compress(TestChunk.hourly("line\n"))) {
      assertThat(text(body)).isEqualTo("line\n");
      assertThat(text(body)).isEqualTo("line\n");
    }
  }

  @Test
  void compressesWithACommand() throws IOException {
    Compressor tr = new CommandCompressor("x", "text/plain", List.of("tr", "a-z", "A-Z"));

    try (ObjectBody body = tr.compress(TestChunk.hourly("line\n"))) {
      assertThat(text(body)).isEqualTo("LINE\n");
      assertThat(body.length()).isEqualTo(5);
    }
  }

  @Test
  void neverSendsHalfOfWhatACommandMade() {
    Compressor half = new CommandCompressor("x", "x", List.of("sh", "-c", "head -c 2; exit 3"));

    assertThatThrownBy(() -> half.compress(TestChunk.hourly("line\n")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("head -c 2")
        .hasMessageContaining("status 3");
  }

  @Test
  void compressesItselfWhenTheCommandFails() throws IOException {
    Compressor missing = new CommandCompressor("txt", "text/plain", List.of("no-such-command"));

    try (ObjectBody body =
        new FallbackCompressor(missing, PLAIN, LoggerFactory.getLogger(CompressorsTest.class))
            .compress(TestChunk.hourly("line\n"))) {
      assertThat(text(body)).isEqualTo("line\n");
    }
  }
}
