package io.millrace.plugins.aws.s3;

import io.millrace.api.Chunk;
import io.millrace.event.Compression;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Compresses in this process, or not at all. A chunk whose stored bytes are already what the object
 * shall be is sent as it is.
 *
 * @param extension ending of the key
 * @param contentType content type of the object
 * @param target what the object's bytes are
 * @param codec compresses a stream
 */
record StreamCompressor(String extension, String contentType, Compression target, Codec codec)
    implements Compressor {
  private static final int BLOCK = 1 << 16;

  /** How much larger than its stored bytes a compressed chunk may be; a guess for logs. */
  private static final long INFLATION = 16;

  /** Compresses what is written through it. */
  @FunctionalInterface
  interface Codec {
    OutputStream wrap(OutputStream out) throws IOException;
  }

  @Override
  public ObjectBody compress(Chunk chunk) throws IOException {
    if (chunk.compression() == target) {
      return new StoredBody(chunk);
    }
    return ScratchBody.make(
        expected(chunk),
        out -> {
          try (InputStream in = chunk.open();
              OutputStream compressed = codec.wrap(out)) {
            copy(in, compressed);
          }
        });
  }

  private static long expected(Chunk chunk) {
    return chunk.compression() == Compression.TEXT ? chunk.size() : INFLATION * chunk.size();
  }

  static void copy(InputStream in, OutputStream out) throws IOException {
    byte[] block = new byte[BLOCK];
    for (int read = in.read(block); read >= 0; read = in.read(block)) {
      out.write(block, 0, read);
    }
  }
}
