package io.millrace.plugins.buffer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The file with the bytes of a chunk, and how many of them are committed. Written at explicit
 * positions: whatever a failed append left behind is overwritten by the next one. A write ends in
 * the page cache, which outlives the process; whether it is forced to the disk is for the {@link
 * Disk} to know.
 */
final class DataFile {
  private final Disk disk;
  private Path path;
  private @Nullable DiskFile file;
  private long size;
  private long uncommitted;

  private DataFile(Disk disk, Path path, @Nullable DiskFile file, long size) {
    this.disk = disk;
    this.path = path;
    this.file = file;
    this.size = size;
    this.uncommitted = size;
  }

  /** A new, empty file. */
  static DataFile create(Disk disk, Path path, Set<PosixFilePermission> permission)
      throws IOException {
    DiskFile file =
        disk.open(
            path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      Files.setPosixFilePermissions(path, permission);
    } catch (IOException | RuntimeException e) {
      file.close();
      disk.delete(path);
      throw e;
    }
    return new DataFile(disk, path, file, 0);
  }

  /** An existing file, to be read and, if {@code writable}, appended to. */
  static DataFile open(Disk disk, Path path, long size, boolean writable) throws IOException {
    return new DataFile(
        disk,
        path,
        writable ? disk.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE) : null,
        size);
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

  private DiskFile writable() throws IOException {
    if (file == null) {
      throw new IOException("the chunk file " + path + " is closed for writing");
    }
    return file;
  }

  /** Makes what was appended outlive what the policy asks for; {@link #commit} comes next. */
  void settle() throws IOException {
    writable().settle();
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
    disk.move(path, to);
    path = to;
  }

  /** No more bytes will come: cuts what is not committed. */
  void cut() throws IOException {
    if (file != null && file.size() != size) {
      file.truncate(size);
    }
  }

  /**
   * The committed bytes. While the file is open they are read through it, so they are there even if
   * somebody removed its name.
   */
  InputStream openStream() throws IOException {
    return file == null
        ? new DiskFileStream(disk.open(path, StandardOpenOption.READ), size, true)
        : new DiskFileStream(file, size, false);
  }

  void close() throws IOException {
    if (file != null) {
      file.close();
      file = null;
    }
  }

  void delete() throws IOException {
    close();
    disk.delete(path);
  }
}
