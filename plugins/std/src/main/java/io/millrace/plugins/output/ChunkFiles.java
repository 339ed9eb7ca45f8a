package io.millrace.plugins.output;

import io.millrace.api.Chunk;
import io.millrace.api.PluginContext;
import io.millrace.api.SystemSettings;
import io.millrace.api.Template;
import io.millrace.event.Compression;
import io.millrace.event.Zstd;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLockInterruptionException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;

/**
 * Writes chunks to files: whole or not at all. What a failed write left is taken back, so that the
 * next try does not double it. Written bytes are in the operating system's hands, not forced to the
 * disk. Safe for use by several threads, and by several outputs and processes on the same path.
 *
 * <p>Who appends holds a lock of this process, because a file's lock is the whole process's, and
 * then the file's, for other processes of this program. Others that append without a lock do not
 * lose what they wrote, as all of it goes to the end, but may have it between ours.
 */
final class ChunkFiles {
  /** Appends to one path are one at a time; paths share these locks. */
  private static final ReentrantLock[] LOCKS =
      Stream.generate(ReentrantLock::new).limit(64).toArray(ReentrantLock[]::new);

  private static final Set<OpenOption> NEW =
      Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
  private static final Set<OpenOption> APPEND =
      Set.of(StandardOpenOption.APPEND, StandardOpenOption.CREATE);

  private final Compression compression;
  private final boolean recompress;
  private final Logger log;
  private final FileAttribute<?> fileMode;
  private final FileAttribute<?> dirMode;

  /**
   * Writes files with {@code compression}; chunks that have it already are passed on as they are,
   * unless {@code recompress}.
   */
  ChunkFiles(Compression compression, boolean recompress, PluginContext context) {
    SystemSettings system = context.system();
    this.log = context.log();
    this.compression = compression;
    this.recompress = recompress;
    this.fileMode = PosixFilePermissions.asFileAttribute(system.filePermission());
    this.dirMode = PosixFilePermissions.asFileAttribute(system.dirPermission());
  }

  /** Whether the nearest directory of {@code template} that is there already lets us write. */
  static boolean isWritable(Template template) {
    String fixed = template.text().split("[%$*]", 2)[0];
    Path dir = Path.of(fixed + "x").toAbsolutePath().getParent();
    while (dir != null && !Files.exists(dir)) {
      dir = dir.getParent();
    }
    return dir == null || (Files.isDirectory(dir) && Files.isWritable(dir));
  }

  /** Writes {@code chunk} to the end of the file {@code name}. */
  void append(Chunk chunk, String name) throws IOException {
    Path path = Path.of(name).toAbsolutePath();
    createParent(path);
    ReentrantLock lock = LOCKS[Math.floorMod(real(path).hashCode(), LOCKS.length)];
    lock.lock();
    try (FileChannel file = FileChannel.open(path, APPEND, fileMode)) {
      lockAmongProcesses(file); // closing the file ends it
      append(chunk, file);
    } finally {
      lock.unlock();
    }
  }

  /** The same file by the same path, whatever links lead to its directory. */
  private static Path real(Path path) throws IOException {
    Path parent = path.getParent();
    return parent == null ? path : parent.toRealPath().resolve(path.getFileName());
  }

  /** Waits for other processes; goes on without a lock where the file system has none. */
  private void lockAmongProcesses(FileChannel file) throws IOException {
    try {
      file.lock();
    } catch (FileLockInterruptionException e) {
      throw e;
    } catch (IOException | OverlappingFileLockException e) {
      log.debug("appending without a lock among processes: {}", e.toString());
    }
  }

  private void append(Chunk chunk, FileChannel file) throws IOException {
    long end = file.size();
    try {
      copy(chunk, file);
    } catch (IOException | RuntimeException e) {
      if (file.position() == file.size()) { // nobody has appended behind it
        file.truncate(end);
      }
      throw e;
    }
  }

  /** Writes {@code chunk} to the first of {@code names}, counted from 0, that is free. */
  void create(Chunk chunk, IntFunction<String> names) throws IOException {
    createParent(Path.of(names.apply(0)).toAbsolutePath());
    int index = 0;
    while (!create(chunk, Path.of(names.apply(index)))) {
      index++;
    }
  }

  private void createParent(Path path) throws IOException {
    Path parent = path.getParent();
    if (parent != null && !Files.isDirectory(parent)) {
      Files.createDirectories(parent, dirMode);
    }
  }

  /** Writes {@code chunk} to {@code path}, unless there is such a file. */
  private boolean create(Chunk chunk, Path path) throws IOException {
    try (FileChannel file = FileChannel.open(path, NEW, fileMode)) {
      copy(chunk, file);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(path);
      throw e;
    }
  }

  private void copy(Chunk chunk, FileChannel file) throws IOException {
    OutputStream out = Channels.newOutputStream(file);
    if (chunk.compression() == compression && !recompress) {
      try (InputStream in = chunk.openStored()) {
        in.transferTo(out);
      }
      return;
    }
    try (InputStream in = chunk.open()) {
      switch (compression) {
        case TEXT -> in.transferTo(out);
        case GZIP -> {
          GZIPOutputStream compressed = new GZIPOutputStream(out, 8192);
          in.transferTo(compressed);
          compressed.finish();
        }
        case ZSTD -> {
          try (OutputStream compressed = Zstd.output(new Unclosed(out), Zstd.DEFAULT_LEVEL)) {
            in.transferTo(compressed);
          }
        }
      }
    }
  }

  /** A file that stays open, to be cut back if the write fails, when its compressor is closed. */
  private static final class Unclosed extends FilterOutputStream {
    Unclosed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
