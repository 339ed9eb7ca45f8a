package io.millrace.plugins.buffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.OpenOption;
import java.nio.file.Path;

/** The machine's disk, which fails as a test says. */
final class FaultyDisk implements Disk {
  /** What is asked of a disk. */
  enum Call {
    OPEN,
    WRITE,
    READ,
    TRUNCATE,
    MOVE,
    DELETE
  }

  /** Throws where a call is to fail. */
  @FunctionalInterface
  interface Fault {
    void check(Call call, Path path) throws IOException;
  }

  private static final Fault NONE = (call, path) -> {};

  private final Disk real = Disk.of(Fsync.NONE);
  private volatile Fault fault = NONE;

  /** Fails from now on where {@code next} throws. */
  void breaks(Fault next) {
    fault = next;
  }

  /** Works again. */
  void heals() {
    fault = NONE;
  }

  @Override
  public DiskFile open(Path path, OpenOption... options) throws IOException {
    fault.check(Call.OPEN, path);
    return new FaultyFile(path, real.open(path, options));
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    fault.check(Call.MOVE, from);
    real.move(from, to);
  }

  @Override
  public void delete(Path path) throws IOException {
    fault.check(Call.DELETE, path);
    real.delete(path);
  }

  @Override
  public void settle(Path dir) throws IOException {
    real.settle(dir);
  }

  private final class FaultyFile implements DiskFile {
    private final Path path;
    private final DiskFile file;

    FaultyFile(Path path, DiskFile file) {
      this.path = path;
      this.file = file;
    }

    /** A failing write leaves half of its bytes, as a full disk does. */
    @Override
    public int write(ByteBuffer bytes, long position) throws IOException {
      try {
        fault.check(Call.WRITE, path);
      } catch (IOException e) {
        ByteBuffer half = bytes.duplicate();
        half.limit(half.position() + half.remaining() / 2);
        file.write(half, position);
        throw e;
      }
      return file.write(bytes, position);
    }

    @Override
    public int read(ByteBuffer bytes, long position) throws IOException {
      fault.check(Call.READ, path);
      return file.read(bytes, position);
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public void truncate(long size) throws IOException {
      fault.check(Call.TRUNCATE, path);
      file.truncate(size);
    }

    @Override
    public void settle() throws IOException {
      file.settle();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
