package io.millrace.verify;

import static io.millrace.verify.ForwardAttack.STRANGER;
import static io.millrace.verify.ForwardAttack.TRIES;
import static io.millrace.verify.Stranger.nested;
import static io.millrace.verify.Stranger.pack;
import static io.millrace.verify.Stranger.untilClosed;

import io.millrace.event.ByteSlice;
import io.millrace.event.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Payloads that would cost a forward input far more than their sender. */
class ForwardPayloadAttackTest {
  static Stream<ForwardAttack> attacks() {
    return Stream.of(
        new ForwardAttack(
            "deep nesting, no key", "", TRIES, "unexpected error", STRANGER, nested()),
        new ForwardAttack(
            "gzip bomb",
            "decompression_size_limit 1m",
            TRIES,
            "Decompressed data exceeds limit",
            4 << 20,
            input -> untilClosed(input, bomb("gzip"))),
        new ForwardAttack(
            "zstd bomb",
            "decompression_size_limit 1m",
            TRIES,
            "unexpected error on reading data",
            4 << 20,
            input -> untilClosed(input, bomb("zstd"))),
        new ForwardAttack(
            "gzip bomb, opened late",
            "skip_invalid_event false\ndecompression_size_limit 1m",
            TRIES,
            "Decompressed data exceeds limit",
            4 << 20,
            input -> untilClosed(input, bomb("gzip"))),
        new ForwardAttack(
            "zstd bomb, opened late",
            "skip_invalid_event false\ndecompression_size_limit 1m",
            TRIES,
            "Decompressed data exceeds limit",
            4 << 20,
            input -> untilClosed(input, bomb("zstd"))),
        new ForwardAttack(
            "zstd window of 128 MiB",
            "",
            TRIES,
            "Frame requires too much memory",
            4 << 20,
            input -> untilClosed(input, hugeWindow())),
        new ForwardAttack(
            "payload that is none, opened late",
            "skip_invalid_event false",
            TRIES,
            "unexpected error on reading data",
            4 << 20,
            input ->
                untilClosed(
                    input, pack(List.of("app", "no events", Map.of("size", 1, "chunk", "c"))))));
  }

  private static ByteSlice bomb(String compression) throws IOException {
    byte[] zeros = new byte[64 << 20];
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out =
        compression.equals("gzip") ? new GZIPOutputStream(packed) : Zstd.output(packed, 3)) {
      out.write(zeros);
    }
    return pack(List.of("app", packed.toByteArray(), Map.of("compressed", compression, "size", 1)));
  }

  /** One byte, in a frame that asks for the largest window that Zstandard's library would take. */
  private static ByteSlice hugeWindow() {
    byte[] frame = HexFormat.of().parseHex("28b52ffd0088" + "09000061");
    return pack(List.of("app", frame, Map.of("compressed", "zstd")));
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void isRefusedOnceSaidAndBounded(ForwardAttack attack) throws Exception {
    attack.assertRefusedOnceSaidAndBounded();
  }
}
