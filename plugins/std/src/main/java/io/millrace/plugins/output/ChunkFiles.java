package io.millrace.plugins.output;

import io.millrace.api.Chunk;
import io.millrace.api.Compression;
import io.millrace.api.SystemSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * Writes chunks to files: whole or not at all. What a failed write left is taken back, so that the
 * next try does not double it. Written bytes are in the operating system's hands, not forced to the
 * disk. Safe for use by several threads and, in one process, by several outputs on the same path.
 */
final class ChunkFiles {
  /** Appends to one path are one at a time; paths share these locks. */
  private static final ReentrantLock[] LOCKS =
      Stream.generate(ReentrantLock::new).limit(64).toArray(ReentrantLock[]::new);

  private static final Set<OpenOption> NEW =
      Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
  private static final Set<OpenOption> APPEND =
      Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE);

  private final boolean append;
  private final boolean gzip;
  private final boolean recompress;
  private final FileAttribute<?> fileMode;
  private final FileAttribute<?> dirMode;

  ChunkFiles(FileOutput.Config config, SystemSettings system) {
    this.append = config.append();
    this.gzip = config.compress() != FileOutput.Compress.TEXT;
    this.recompress = config.recompress();
    this.fileMode = PosixFilePermissions.asFileAttribute(system.filePermission());
    this.dirMode = PosixFilePermissions.asFileAttribute(system.dirPermission());
  }

  /** Writes {@code chunk} to {@code path}, in which an index is filled in. */
  void write(Chunk chunk, String path) throws IOException {
    Path parent = Path.of(path).toAbsolutePath().getParent();
    if (parent != null && !Files.isDirectory(parent)) {
      Files.createDirectories(parent, dirMode);
    }
    if (append) {
      append(chunk, Path.of(path).toAbsolutePath());
    } else {
      writeNew(chunk, path);
    }
  }

  private void append(Chunk chunk, Path path) throws IOException {
    ReentrantLock lock = LOCKS[Math.floorMod(path.hashCode(), LOCKS.length)];
    lock.lock();
    try (FileChannel file = FileChannel.open(path, APPEND, fileMode)) {
      long end = file.size();
      file.position(end);
      try {
        copy(chunk, file);
      } catch (IOException | RuntimeException e) {
        file.truncate(end);
        throw e;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Creates the first file whose index is free. */
  private void writeNew(Chunk chunk, String path) throws IOException {
    int at = path.indexOf(FilePath.INDEX);
    String head = path.substring(0, at);
    String tail = path.substring(at + FilePath.INDEX.length());
    int index = 0;
    while (!create(chunk, Path.of(head + "_" + index + tail))) {
      index++;
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
    if (gzip && chunk.compression() == Compression.GZIP && !recompress) {
      try (InputStream in = chunk.openStored()) {
        in.transferTo(out);
      }
      return;
    }
    try (InputStream in = chunk.open()) {
      if (gzip) {
        GZIPOutputStream compressed = new GZIPOutputStream(out, 8192);
        in.transferTo(compressed);
        compressed.finish();
      } else {
        in.transferTo(out);
      }
    }
  }
}
