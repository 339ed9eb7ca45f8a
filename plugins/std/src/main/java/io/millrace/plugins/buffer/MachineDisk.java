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
      return channel.write(bytes, position);
    }

    @Override
    public int read(ByteBuffer bytes, long position) throws IOException {
      return channel.read(bytes, position);
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
