package io.millrace.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;

/** Zstandard frames, there and back. */
class ZstdTest {
  private static final String TEXT = "a line that repeats\n".repeat(5_000);

  private static ByteSlice utf8(String text) {
    return ByteSlice.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String read(byte[] frames) throws IOException {
    try (InputStream in = Zstd.input(new ByteArrayInputStream(frames))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void framesInARowAreOneText() throws IOException {
    ByteArraySink out = new ByteArraySink(16);
    Zstd.frame(utf8("first\n"), out);
    Zstd.frame(utf8(""), out);
    Zstd.frame(utf8(TEXT), out);

    assertThat(read(out.slice().toBytes())).isEqualTo("first\n" + TEXT);
    assertThat(out.size()).isLessThan(200);
  }

  @Test
  void aStreamMakesOneFrame() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = Zstd.output(bytes, 19)) {
      out.write(TEXT.getBytes(StandardCharsets.UTF_8));
    }

    assertThat(read(bytes.toByteArray())).isEqualTo(TEXT);
  }

  @Test
  void damageIsToldAsGzipTellsIt() {
    ByteArraySink out = new ByteArraySink(16);
    Zstd.frame(utf8(TEXT), out);
    byte[] whole = out.slice().toBytes();

    assertThatThrownBy(() -> read(Arrays.copyOf(whole, whole.length - 5)))
        .isInstanceOf(ZipException.class);
    assertThatThrownBy(() -> read("no frame at all".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(ZipException.class)
        .hasMessageContaining("not whole zstd frames");
  }

  @Test
  void framesOfLevel19AreReadWhateverTheirSize() throws IOException {
    byte[] large = TEXT.repeat(200).getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = Zstd.output(bytes, 19)) {
      out.write(large);
    }

    assertThat(large.length).isGreaterThan(8 << 20);
    assertThat(read(bytes.toByteArray())).hasSize(large.length);
  }

  @Test
  void aFrameThatAsksForAHugeWindowIsRefused() throws IOException {
    HexFormat hex = HexFormat.of();
    String oneByte = "09000061"; // the last block, raw: "a"

    assertThat(read(hex.parseHex("28b52ffd0068" + oneByte))).isEqualTo("a"); // 8 MiB
    for (String window : List.of("70", "88", "f8")) { // 16 MiB, 128 MiB, 2 TiB
      assertThatThrownBy(() -> read(hex.parseHex("28b52ffd00" + window + oneByte)))
          .isInstanceOf(ZipException.class)
          .hasMessageContaining("too much memory");
    }
  }
}
