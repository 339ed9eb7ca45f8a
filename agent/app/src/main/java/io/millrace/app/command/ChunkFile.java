package io.millrace.app.command;

import io.millrace.event.Compression;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A file of a chunk: packed events, plain or compressed. */
final class ChunkFile {
  private static final byte[] GZIP = {0x1f, (byte) 0x8b};
  private static final byte[] ZSTD = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};

  private ChunkFile() {}

  /** The events' bytes. What compressed them is seen from how the file begins. */
  static InputStream open(Path file) throws IOException {
    BufferedInputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    try {
      in.mark(ZSTD.length);
      byte[] start = in.readNBytes(ZSTD.length);
      in.reset();
      if (Arrays.equals(start, ZSTD)) {
        return Compression.ZSTD.inflate(in);
      }
      return startsWith(start, GZIP) ? Compression.GZIP.inflate(in) : in;
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  private static boolean startsWith(byte[] bytes, byte[] prefix) {
    return bytes.length >= prefix.length
        && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
  }
}
