package io.millrace.plugins.buffer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The file with the bytes of a chunk, and how many of them are committed. Written at explicit
 * positions: whatever a failed append left behind is overwritten by the next one. A write ends in
 * the page cache, which outlives the process; nothing is forced to the disk.
 */
final class DataFile {
  private Path path;
  private @Nullable FileChannel channel;
  private long size;
  private long uncommitted;

  private DataFile(Path path, @Nullable FileChannel channel, long size) {
    this.path = path;
    this.channel = channel;
    this.size = size;
    this.uncommitted = size;
  }

  /** A new, empty file. */
  static DataFile create(Path path, Set<PosixFilePermission> permission) throws IOException {
    FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      Files.setPosixFilePermissions(path, permission);
    } catch (IOException | RuntimeException e) {
      channel.close();
      Files.deleteIfExists(path);
      throw e;
    }
    return new DataFile(path, channel, 0);
  }

  /** An existing file, to be read and, if {@code writable}, appended to. */
  static DataFile open(Path path, long size, boolean writable) throws IOException {
    return new DataFile(
        path, writable ? FileChannel.open(path, StandardOpenOption.WRITE) : null, size);
  }

  Path path() {
    return path;
  }

  long size() {
    return size;
  }

  long uncommitted() {
    return uncommitted;
  }

  void append(byte[] bytes, int offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
    while (buffer.hasRemaining()) {
      uncommitted += writable().write(buffer, uncommitted);
    }
  }

  private FileChannel writable() throws IOException {
    if (channel == null) {
      throw new IOException("the chunk file " + path + " is closed for writing");
    }
    return channel;
  }

  void commit() {
    size = uncommitted;
  }

  void rollback() throws IOException {
    uncommitted = size;
    writable().truncate(size);
  }

  /** Gives it another name. */
  void rename(Path to) throws IOException {
    Files.move(path, to, StandardCopyOption.ATOMIC_MOVE);
    path = to;
  }

  /** No more bytes will come: cuts what is not committed, and lets go of the file. */
  void seal() throws IOException {
    if (channel != null) {
      if (channel.size() != size) {
        channel.truncate(size);
      }
      channel.close();
      channel = null;
    }
  }

  InputStream openStream() throws IOException {
    return Files.newInputStream(path);
  }

  void close() throws IOException {
    if (channel != null) {
      channel.close();
      channel = null;
    }
  }

  void delete() throws IOException {
    close();
    Files.deleteIfExists(path);
  }
}
