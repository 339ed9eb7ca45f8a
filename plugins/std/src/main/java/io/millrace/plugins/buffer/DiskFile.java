package io.millrace.plugins.buffer;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file. Positions and sizes are in bytes. */
interface DiskFile extends Closeable {
  /** Writes some or all of what {@code bytes} has left; how many. */
  int write(ByteBuffer bytes, long position) throws IOException;

  /** Reads what fits into {@code bytes}; how many, -1 at the end of the file. */
  int read(ByteBuffer bytes, long position) throws IOException;

  /** Length. */
  long size() throws IOException;

  /** Cuts it to {@code size}. */
  void truncate(long size) throws IOException;

  /** Makes what was written outlive what the {@link Fsync} policy asks for. */
  void settle() throws IOException;
}
