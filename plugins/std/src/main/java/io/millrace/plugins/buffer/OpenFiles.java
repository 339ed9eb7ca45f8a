package io.millrace.plugins.buffer;

import io.millrace.api.OpenFileLimit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Bounds how many chunk files are open. Each staged chunk has its files open for appending, and a
 * buffer has a staged chunk for each chunk key: ten thousand keys would take more descriptors than
 * a process may have, and sockets would find none left. So the files that were not used for long
 * are closed; they are opened again when they are.
 *
 * <p>"For long" is by second chance: a file that was used since it was last looked at is spared
 * once. Then use costs a flag and no lock.
 *
 * <p><b>Locks.</b> A file's own lock is taken before this one's; under this one's, a file's is only
 * tried for, and a file that is busy is spared. Safe for use by several threads.
 */
final class OpenFiles {
  /** With more than that a lookup in the kernel costs more than is saved. */
  private static final int MOST = 4096;

  /** The part of the process's descriptors that chunk files may take. */
  private static final int SHARE = 4;

  private static final int USUAL_LIMIT = 1024;

  /** The one that the file buffers of a process share. */
  static final OpenFiles SHARED =
      new OpenFiles(Math.min(MOST, OpenFileLimit.ofProcess().orElse(USUAL_LIMIT) / SHARE));

  private final ReentrantLock lock = new ReentrantLock();
  private final Set<ChunkFile> open = new LinkedHashSet<>(); // guarded by lock
  private final int most;

  /** Keeps {@code most} files open, or as many as are used at the same moment. */
  OpenFiles(int most) {
    this.most = Math.max(1, most);
  }

  /** Makes room for {@code file}, which its thread, holding its lock, is about to open. */
  void add(ChunkFile file) {
    List<ChunkFile> victims = new ArrayList<>(1);
    lock.lock();
    try {
      open.add(file);
      for (int excess = open.size() - most; excess > 0; excess--) {
        victim().ifPresent(victims::add);
      }
    } finally {
      lock.unlock();
    }
    victims.forEach(ChunkFile::letGo);
  }

  /** The file to be closed, locked by this thread; empty if all are busy. */
  private Optional<ChunkFile> victim() {
    for (int looks = 2 * open.size(); looks > 0; looks--) {
      Iterator<ChunkFile> oldest = open.iterator();
      ChunkFile file = oldest.next();
      oldest.remove();
      if (file.tryGive()) {
        return Optional.of(file);
      }
      open.add(file);
    }
    return Optional.empty();
  }

  /** Takes note that {@code file} was closed. */
  void remove(ChunkFile file) {
    lock.lock();
    try {
      open.remove(file);
    } finally {
      lock.unlock();
    }
  }

  /** Files that are open now. */
  int count() {
    lock.lock();
    try {
      return open.size();
    } finally {
      lock.unlock();
    }
  }
}
