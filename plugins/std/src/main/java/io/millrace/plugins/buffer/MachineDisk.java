package io.millrace.plugins.buffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The file system of this machine. */
final class MachineDisk implements Disk {
  /**
   * Most bytes of one call. The JDK moves them through memory outside of the heap, which it keeps
   * for each thread: without this, as much as the largest emit that the thread ever wrote.
   */
  static final int WINDOW = 1 << 20;

  private final Fsync policy;

  MachineDisk(Fsync policy) {
    this.policy = policy;
  }

  @Override
  public DiskFile open(Path path, OpenOption... options) throws IOException {
    return new MachineFile(FileChannel.open(path, options), policy);
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void delete(Path path) throws IOException {
    Files.deleteIfExists(path);
  }

  /** A directory opened for reading can be forced: Linux and macOS. */
  @Override
  public void settle(Path dir) throws IOException {
    if (policy == Fsync.COMMIT) {
      try (FileChannel channel = FileChannel.open(dir, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private record MachineFile(FileChannel channel, Fsync policy) implements DiskFile {
    @Override
    public int write(ByteBuffer bytes, long position) throws IOException {
      int end = narrow(bytes);
      try {
        return channel.write(bytes, position);
      } finally {
        bytes.limit(end);
      }
    }

    @Override
    public int read(ByteBuffer bytes, long position) throws IOException {
      int end = narrow(bytes);
      try {
        return channel.read(bytes, position);
      } finally {
        bytes.limit(end);
      }
    }

    private static int narrow(ByteBuffer bytes) {
      int end = bytes.limit();
      bytes.limit(Math.min(end, bytes.position() + WINDOW));
      return end;
    }

    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public void truncate(long size) throws IOException {
      channel.truncate(size);
    }

    @Override
    public void settle() throws IOException {
      if (policy == Fsync.COMMIT) {
        channel.force(false); // the length is forced with the data, times are not
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
