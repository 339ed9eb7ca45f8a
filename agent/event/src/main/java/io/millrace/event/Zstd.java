package io.millrace.event;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.ZipException;

/**
 * Zstandard frames. The only class that names the library, so that its native code is loaded where
 * somebody compresses with it and nowhere else.
 *
 * <p>Source: RFC 8878.
 */
public final class Zstd {
  /** The library's own default, and Fluentd's. */
  public static final int DEFAULT_LEVEL = 3;

  /**
   * Binary logarithm of the largest window of a frame that is read: 8 MiB, what level 19 makes of
   * large files. The window is native memory that is taken because the frame's header says so.
   */
  private static final int LARGEST_WINDOW = 23;

  private Zstd() {}

  /**
   * A stream whose bytes become one frame in {@code out}. Closing it ends the frame, frees native
   * memory and closes {@code out}; it must be closed whatever happens.
   */
  public static OutputStream output(OutputStream out, int level) throws IOException {
    return new ZstdOutputStreamNoFinalizer(out, level);
  }

  /**
   * The plain bytes of the frames in {@code in}. To be closed, which closes {@code in} too. Reading
   * throws a {@link ZipException} if the frames are damaged or cut short, as Java's own streams do,
   * or if a frame asks for a window of more than 8 MiB: levels up to 19 make smaller ones.
   */
  public static InputStream input(InputStream in) throws IOException {
    return new Frames(new ZstdInputStreamNoFinalizer(in).setLongMax(LARGEST_WINDOW));
  }

  /**
   * Appends a frame that holds {@code bytes} to {@code out}. Native memory is freed before this
   * returns.
   */
  public static void frame(ByteSlice bytes, ByteArraySink out) {
    int bound = Math.toIntExact(com.github.luben.zstd.Zstd.compressBound(bytes.length()));
    out.reserve(bound);
    long size =
        com.github.luben.zstd.Zstd.compressByteArray(
            out.array(),
            out.size(),
            bound,
            bytes.array(),
            bytes.offset(),
            bytes.length(),
            DEFAULT_LEVEL);
    if (com.github.luben.zstd.Zstd.isError(size)) {
      throw new IllegalStateException(
          "zstd cannot compress "
              + bytes.length()
              + " bytes: "
              + com.github.luben.zstd.Zstd.getErrorName(size));
    }
    out.size(out.size() + (int) size);
  }

  /** Tells damage in the words that callers know from gzip. */
  private static final class Frames extends FilterInputStream {
    Frames(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      try {
        return super.read();
      } catch (ZstdIOException e) {
        throw damage(e);
      }
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      try {
        return super.read(target, offset, length);
      } catch (ZstdIOException e) {
        throw damage(e);
      }
    }

    @Override
    public boolean markSupported() {
      return false;
    }

    private static ZipException damage(ZstdIOException cause) {
      ZipException damage = new ZipException("not whole zstd frames: " + cause.getMessage());
      damage.initCause(cause);
      return damage;
    }
  }
}
