package io.millrace.engine.buffer;

import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.Compression;
import io.millrace.event.Zstd;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * Makes a gzip member or a zstd frame of each append, so that a chunk is members in a row. Reused;
 * not safe for use by several threads.
 *
 * <p>Source: RFC 1952, "Member format"; RFC 8878, "Frames".
 */
final class Compressor {
  private static final byte[] HEADER = {
    0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, 0, (byte) 0xff
  };

  private @Nullable Deflater deflater;
  private @Nullable ByteArraySink sink;

  /** The bytes as stored; themselves if not compressed. Valid until the next call. */
  ByteSlice compress(ByteSlice bytes, Compression compression) {
    return switch (compression) {
      case TEXT -> bytes;
      case GZIP -> gzip(bytes);
      case ZSTD -> zstd(bytes);
    };
  }

  private ByteSlice zstd(ByteSlice bytes) {
    ByteArraySink out = clearedSink();
    Zstd.frame(bytes, out);
    return out.slice();
  }

  private ByteArraySink clearedSink() {
    if (sink == null) {
      sink = new ByteArraySink(1024);
    }
    sink.clear();
    return sink;
  }

  private ByteSlice gzip(ByteSlice bytes) {
    if (deflater == null) {
      deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    }
    ByteArraySink out = clearedSink();
    out.write(HEADER, 0, HEADER.length);
    deflater.reset();
    deflater.setInput(bytes.array(), bytes.offset(), bytes.length());
    deflater.finish();
    while (!deflater.finished()) {
      out.reserve(Math.max(512, bytes.length() / 4));
      int n = deflater.deflate(out.array(), out.size(), out.array().length - out.size());
      out.size(out.size() + n);
    }
    CRC32 crc = new CRC32();
    crc.update(bytes.array(), bytes.offset(), bytes.length());
    littleEndian(out, (int) crc.getValue());
    littleEndian(out, bytes.length());
    return out.slice();
  }

  private static void littleEndian(ByteArraySink out, int value) {
    out.write(value);
    out.write(value >> 8);
    out.write(value >> 16);
    out.write(value >> 24);
  }
}
