package io.millrace.plugins.buffer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/**
 * The file with the bytes of a chunk, and how many of them are committed. Written at explicit
 * positions: whatever a failed append left behind is overwritten by the next one. A write ends in
 * the page cache, which outlives the process; whether it is forced to the disk is for the {@link
 * Disk} to know.
 */
final class DataFile {
  private final Disk disk;
  private final ChunkFile file;
  private boolean writable;
  private long size;
  private long uncommitted;
  private long highest; // the file may be this long: a failed append wrote, nobody knows how much

  private DataFile(Disk disk, ChunkFile file, boolean writable, long size) {
    this.disk = disk;
    this.file = file;
    this.writable = writable;
    this.size = size;
    this.uncommitted = size;
    this.highest = size;
  }

  /** A new, empty file. */
  static DataFile create(Disk disk, Path path, Set<PosixFilePermission> permission)
      throws IOException {
    ChunkFile file = new ChunkFile(disk, path);
    file.create(permission);
    return new DataFile(disk, file, true, 0);
  }

  /** An existing file, to be read and, if {@code writable}, appended to. */
  static DataFile existing(Disk disk, Path path, long size, boolean writable) {
    return new DataFile(disk, new ChunkFile(disk, path), writable, size);
  }

  Path path() {
    return file.path();
  }

  long size() {
    return size;
  }

  long uncommitted() {
    return uncommitted;
  }

  void append(byte[] bytes, int offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
    highest = Math.max(highest, uncommitted + length);
    while (buffer.hasRemaining()) {
      uncommitted += file.write(buffer, uncommitted);
    }
  }

  /** Makes what was appended outlive what the policy asks for; {@link #commit} comes next. */
  void settle() throws IOException {
    file.settle();
  }

  void commit() {
    size = uncommitted;
  }

  void rollback() throws IOException {
    uncommitted = size;
    cut();
  }

  /** Gives it another name. */
  void rename(Path to) throws IOException {
    file.rename(to);
  }

  /**
   * Cuts what is not committed. Without this the next append overwrites it, but there may be none.
   */
  void cut() throws IOException {
    if (highest > size) {
      file.truncate(size);
      highest = size;
    }
  }

  /**
   * The committed bytes. While the file is written they are read through it: as long as it is open
   * they are there, even if somebody removed its name.
   */
  InputStream openStream() throws IOException {
    return writable
        ? new DiskFileStream(file, size, false)
        : new DiskFileStream(disk.open(file.path(), StandardOpenOption.READ), size, true);
  }

  void close() throws IOException {
    writable = false;
    file.close();
  }

  void delete() throws IOException {
    close();
    disk.delete(file.path());
  }
}
