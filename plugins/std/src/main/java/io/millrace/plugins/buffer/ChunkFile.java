package io.millrace.plugins.buffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A file that a chunk writes: opened when it is used, and closed by {@link OpenFiles} when others
 * were used more recently. Whoever uses it does not notice, until it is {@linkplain #close closed}
 * for good. Safe for use by several threads.
 */
final class ChunkFile implements DiskFile {
  private static final OpenOption[] AGAIN = {StandardOpenOption.READ, StandardOpenOption.WRITE};
  private static final OpenOption[] NEW = {
    StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE
  };

  private final ReentrantLock lock = new ReentrantLock();
  private final Disk disk;
  private final OpenFiles files;
  private Path path; // guarded by lock
  private @Nullable DiskFile file; // guarded by lock
  private @Nullable IOException failure; // guarded by lock
  private boolean used; // guarded by lock
  private boolean closed; // guarded by lock

  /** The one at {@code path}. Nothing is opened before it is used. */
  ChunkFile(Disk disk, Path path) {
    this.disk = disk;
    this.files = disk.openFiles();
    this.path = path;
  }

  /** Makes it; there must be none yet. */
  void create(Set<PosixFilePermission> permission) throws IOException {
    lock.lock();
    try {
      open(NEW);
      try {
        Files.setPosixFilePermissions(path, permission);
      } catch (IOException | RuntimeException e) {
        close();
        disk.delete(path);
        throw e;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Under the lock. */
  private DiskFile open(OpenOption... options) throws IOException {
    files.add(this);
    boolean done = false;
    try {
      DiskFile opened = disk.open(path, options);
      file = opened;
      done = true;
      return opened;
    } finally {
      if (!done) {
        files.remove(this);
      }
    }
  }

  /** The open file. Under the lock. */
  private DiskFile use() throws IOException {
    if (closed) {
      throw new IOException("the chunk file " + path + " is closed");
    }
    if (failure != null) {
      IOException late = failure;
      failure = null;
      throw late;
    }
    used = true;
    return file == null ? open(AGAIN) : file;
  }

  /** Where it is. */
  Path path() {
    lock.lock();
    try {
      return path;
    } finally {
      lock.unlock();
    }
  }

  /** Gives it another name. */
  void rename(Path to) throws IOException {
    lock.lock();
    try {
      disk.move(path, to);
      path = to;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int write(ByteBuffer bytes, long position) throws IOException {
    lock.lock();
    try {
      return use().write(bytes, position);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int read(ByteBuffer bytes, long position) throws IOException {
    lock.lock();
    try {
      return use().read(bytes, position);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long size() throws IOException {
    lock.lock();
    try {
      return use().size();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void truncate(long size) throws IOException {
    lock.lock();
    try {
      use().truncate(size);
    } finally {
      lock.unlock();
    }
  }

  /** What was written before the file was closed and opened again is made to outlive it too. */
  @Override
  public void settle() throws IOException {
    lock.lock();
    try {
      use().settle();
    } finally {
      lock.unlock();
    }
  }

  /** For good: it is not used any more. */
  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      closed = true;
      if (file != null) {
        files.remove(this);
        DiskFile former = file;
        file = null;
        former.close();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether it may be closed until it is used again; then the caller has its lock. */
  boolean tryGive() {
    if (lock.isHeldByCurrentThread() || !lock.tryLock()) {
      return false;
    }
    if (used) {
      used = false;
      lock.unlock();
      return false;
    }
    return true;
  }

  /**
   * Closes it until it is used again; {@link #tryGive} comes first. Network file systems may say no
   * sooner than now that a write failed: whoever uses the file next is told.
   */
  void letGo() {
    try {
      DiskFile former = file;
      file = null;
      if (former != null) {
        former.close();
      }
    } catch (IOException e) {
      failure = e;
    } finally {
      lock.unlock();
    }
  }
}
