package io.millrace.event;

import java.io.IOException;
import java.io.InputStream;

/**
 * How the bytes of a chunk, or of a payload, are compressed. Compressed bytes are members or frames
 * in a row, so that what is appended needs no look at what is there.
 */
public enum Compression {
  /** Not at all. */
  TEXT {
    @Override
    public InputStream inflate(InputStream in) {
      return in;
    }
  },
  /** Gzip members. */
  GZIP {
    @Override
    public InputStream inflate(InputStream in) {
      return new GzipMembers(in);
    }
  },
  /** Zstandard frames. */
  ZSTD {
    @Override
    public InputStream inflate(InputStream in) throws IOException {
      return Zstd.input(in);
    }
  };

  /**
   * The plain bytes of {@code in}. To be closed, which closes {@code in} too. Reading throws a
   * {@link java.util.zip.ZipException} if the bytes are damaged, or anything but members or frames
   * stands among them, and an {@link java.io.EOFException} or the former if they are cut short.
   */
  public abstract InputStream inflate(InputStream in) throws IOException;
}
