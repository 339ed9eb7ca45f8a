package io.millrace.plugins.buffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A disk whose power can be cut: it knows what was forced to it, and {@link #cut} copies what a
 * machine might find after the cut. Of a file's data, forced bytes are there; of bytes appended
 * since, a part; of bytes overwritten since, the old or the new. Of a directory, what was forced is
 * there, and the first few of the changes since: file systems with a journal keep their order.
 */
final class PowerDisk implements Disk {
  private final Disk real = Disk.of(Fsync.NONE);
  private final Path dir;
  private Map<Path, Content> names = new HashMap<>(); // this and the next: guarded by this
  private Map<Path, Content> settledNames = new HashMap<>();
  private final List<Change> changes = new ArrayList<>();

  /** A file by whatever name. */
  private static final class Content {
    private byte[] now = {};
    private byte[] settled = {};
  }

  /** What happened to a name: it was made ({@code from} empty), changed, or removed. */
  private record Change(Optional<Path> from, Optional<Path> to, Content content) {}

  PowerDisk(Path dir) {
    this.dir = dir;
  }

  @Override
  public synchronized DiskFile open(Path path, OpenOption... options) throws IOException {
    DiskFile file = real.open(path, options);
    Content content = names.get(path);
    if (content == null) {
      content = new Content();
      change(new Change(Optional.empty(), Optional.of(path), content));
    }
    return new PowerFile(file, content);
  }

  private void change(Change change) {
    change.from().ifPresent(names::remove);
    change.to().ifPresent(name -> names.put(name, change.content()));
    changes.add(change);
  }

  @Override
  public synchronized void move(Path from, Path to) throws IOException {
    real.move(from, to);
    change(new Change(Optional.of(from), Optional.of(to), names.get(from)));
  }

  @Override
  public synchronized void delete(Path path) throws IOException {
    real.delete(path);
    Content content = names.get(path);
    if (content != null) {
      change(new Change(Optional.of(path), Optional.empty(), content));
    }
  }

  @Override
  public synchronized void settle(Path changed) {
    settledNames = new HashMap<>(names);
    changes.clear();
  }

  /** Writes what is left after a cut at this moment into {@code after}. */
  synchronized void cut(Path after, Random random) throws IOException {
    Map<Path, Content> left = new HashMap<>(settledNames);
    for (Change change : changes.subList(0, random.nextInt(changes.size() + 1))) {
      change.from().ifPresent(left::remove);
      change.to().ifPresent(name -> left.put(name, change.content()));
    }
    for (Map.Entry<Path, Content> entry : left.entrySet()) {
      Path copy = after.resolve(dir.relativize(entry.getKey()));
      Files.write(copy, entry.getValue() == null ? new byte[0] : left(entry.getValue(), random));
    }
  }

  private static byte[] left(Content content, Random random) {
    if (!isAppended(content)) {
      return random.nextBoolean() ? content.now : content.settled;
    }
    int more = content.now.length - content.settled.length;
    return Arrays.copyOf(content.now, content.settled.length + random.nextInt(more + 1));
  }

  private static boolean isAppended(Content content) {
    return content.now.length >= content.settled.length
        && Arrays.equals(
            content.now, 0, content.settled.length, content.settled, 0, content.settled.length);
  }

  private final class PowerFile implements DiskFile {
    private final DiskFile file;
    private final Content content;

    PowerFile(DiskFile file, Content content) {
      this.file = file;
      this.content = content;
    }

    @Override
    public int write(ByteBuffer bytes, long position) throws IOException {
      synchronized (PowerDisk.this) {
        int at = Math.toIntExact(position);
        ByteBuffer copy = bytes.duplicate();
        int n = file.write(bytes, position);
        content.now = Arrays.copyOf(content.now, Math.max(content.now.length, at + n));
        copy.get(content.now, at, n);
        return n;
      }
    }

    @Override
    public int read(ByteBuffer bytes, long position) throws IOException {
      return file.read(bytes, position);
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public void truncate(long size) throws IOException {
      synchronized (PowerDisk.this) {
        file.truncate(size);
        content.now = Arrays.copyOf(content.now, Math.toIntExact(size));
      }
    }

    @Override
    public void settle() {
      synchronized (PowerDisk.this) {
        content.settled = content.now.clone();
      }
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
