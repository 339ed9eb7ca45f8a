package io.millrace.event;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * The plain bytes of gzip members in a row, to the last byte. Java's own stream ends at bytes that
 * begin no member, as if there were no more; here they are an error, because other members stand
 * behind them: in a chunk, those of other senders.
 *
 * <p>Source: RFC 1952, "Member format".
 */
final class GzipMembers extends InputStream {
  private static final int WINDOW = 8192;
  private static final int MAGIC = 0x8b1f;
  private static final int DEFLATED = 8;
  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int RESERVED = 0xe0;

  private final InputStream in;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private final byte[] window = new byte[WINDOW];
  private int at;
  private int end;
  private boolean inside;
  private boolean begun;

  GzipMembers(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (inside || begin()) {
      int n = inflate(target, offset, length);
      if (n > 0) {
        crc.update(target, offset, n);
        return n;
      }
      if (inflater.finished()) {
        finish();
      } else if (inflater.needsDictionary()) {
        throw new ZipException("a gzip member asks for a dictionary");
      } else if (at == end && !fill()) {
        throw new EOFException("a gzip member is cut short");
      }
    }
    return -1;
  }

  private int inflate(byte[] target, int offset, int length) throws ZipException {
    inflater.setInput(window, at, end - at);
    try {
      int n = inflater.inflate(target, offset, length);
      at = end - inflater.getRemaining();
      return n;
    } catch (DataFormatException e) {
      throw new ZipException("a gzip member is damaged: " + e.getMessage());
    }
  }

  /** Reads the header of a member; false behind the last one. */
  private boolean begin() throws IOException {
    if (at == end && begun && !fill()) {
      return false;
    }
    begun = true;
    if (littleEndian(2) != MAGIC || next() != DEFLATED) {
      throw new ZipException("no gzip member where one should begin");
    }
    int flags = next();
    if ((flags & RESERVED) != 0) {
      throw new ZipException("a gzip member has unknown flags");
    }
    skip(6); // time, level, system
    if ((flags & EXTRA) != 0) {
      skip((int) littleEndian(2));
    }
    skipText((flags & NAME) != 0);
    skipText((flags & COMMENT) != 0);
    skip((flags & HEADER_CRC) != 0 ? 2 : 0);
    inside = true;
    return true;
  }

  private void finish() throws IOException {
    boolean whole =
        littleEndian(4) == crc.getValue()
            && littleEndian(4) == (inflater.getBytesWritten() & 0xffffffffL);
    if (!whole) {
      throw new ZipException("a gzip member is damaged: its checksum differs");
    }
    crc.reset();
    inflater.reset();
    inside = false;
  }

  private void skip(int bytes) throws IOException {
    for (int i = 0; i < bytes; i++) {
      next();
    }
  }

  private void skipText(boolean present) throws IOException {
    while (present && next() != 0) {
      // the text says nothing about the bytes
    }
  }

  private long littleEndian(int bytes) throws IOException {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (long) next() << (8 * i);
    }
    return value;
  }

  private int next() throws IOException {
    if (at == end && !fill()) {
      throw new EOFException("a gzip member is cut short");
    }
    return window[at++] & 0xff;
  }

  private boolean fill() throws IOException {
    int n = in.read(window, 0, WINDOW);
    at = 0;
    end = Math.max(0, n);
    return n > 0;
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }
}
