package io.millrace.engine.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.UnrecoverableException;
import io.millrace.event.Compression;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** How much of a compressed chunk is read, at most. */
class InflatedStreamTest {
  private static InflatedStream zeros(int length, long limit, long atOnce) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(new byte[length]);
    }
    ByteArrayInputStream stored = new ByteArrayInputStream(out.toByteArray());
    return new InflatedStream(Compression.GZIP.inflate(stored), "5a", limit, atOnce);
  }

  @Test
  void whatFitsIsReadAtOnce() throws IOException {
    try (InflatedStream in = zeros(100_000, 100_000, 100_000)) {
      assertThat(in.readAllBytes()).hasSize(100_000);
    }
    try (InflatedStream in = zeros(100_000, 1 << 20, Long.MAX_VALUE)) {
      assertThat(in.readAllBytes()).hasSize(100_000);
    }
  }

  @Test
  void moreThanTheHeapHasRoomForIsReadPieceByPieceOnly() throws IOException {
    try (InflatedStream in = zeros(100_001, 1 << 20, 100_000)) {
      assertThatThrownBy(in::readAllBytes)
          .isInstanceOf(UnrecoverableException.class)
          .hasMessageContaining("chunk 5a inflates to more than 100000 bytes");
    }
    try (InflatedStream in = zeros(100_001, 1 << 20, 100_000)) {
      assertThat(in.transferTo(OutputStream.nullOutputStream())).isEqualTo(100_001);
    }
  }

  @Test
  void moreThanTheLimitIsNotReadAtAll() throws IOException {
    try (InflatedStream in = zeros(100_001, 100_000, 1 << 20)) {
      assertThatThrownBy(in::readAllBytes)
          .isInstanceOf(UnrecoverableException.class)
          .hasMessageContaining("decompression_size_limit=100000");
    }
  }
}
