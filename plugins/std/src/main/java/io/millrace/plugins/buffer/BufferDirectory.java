package io.millrace.plugins.buffer;

import io.millrace.api.BufferOverflowException;
import io.millrace.api.StoredChunk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;

/** The directory of a buffer's chunk files, made when it is missing. */
final class BufferDirectory {
  /** Limit of a chunk in files, where nobody sets one. */
  static final long CHUNK_LIMIT = 256L << 20;

  /** Limit of all chunks in files, where nobody sets one. */
  static final long TOTAL_LIMIT = 64L << 30;

  /** Makes a chunk's files. */
  @FunctionalInterface
  interface Maker {
    StoredChunk make() throws IOException;
  }

  private final Path path;
  private final Set<PosixFilePermission> permission;
  private final Logger log;

  /** At {@code path}, which is made with {@code permission}. */
  BufferDirectory(Path path, Set<PosixFilePermission> permission, Logger log) {
    this.path = path;
    this.permission = permission;
    this.log = log;
  }

  /** Makes it, and those above it, unless it is there. */
  void create() throws IOException {
    Files.createDirectories(path, PosixFilePermissions.asFileAttribute(permission));
  }

  /**
   * Makes a chunk in it, and the directory anew if somebody has removed it meanwhile.
   *
   * @param names where the chunk is to be, for the message
   * @throws BufferOverflowException if it cannot be made
   */
  StoredChunk add(ChunkNames names, Maker maker) {
    try {
      return addOrRestore(maker);
    } catch (IOException e) {
      throw new BufferOverflowException(
          "can't create buffer file for "
              + names.glob()
              + ". Stop creating buffer files: error = "
              + e,
          e);
    }
  }

  private StoredChunk addOrRestore(Maker maker) throws IOException {
    try {
      return maker.make();
    } catch (NoSuchFileException e) {
      log.error("the buffer directory is gone and is made anew path={}", path);
      create();
      return maker.make();
    }
  }
}
