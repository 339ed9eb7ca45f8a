package io.millrace.plugins.tail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What a path names at one moment.
 *
 * @param inode tells files apart whatever they are called
 * @param size in bytes
 * @param modified when it was last written
 * @param regular whether it is a file with bytes: no directory, pipe or device
 */
record FileStat(long inode, long size, Instant modified, boolean regular) {
  /** What {@code path} names now, symbolic links followed; empty if that is nothing we may see. */
  static Optional<FileStat> of(Path path) {
    try {
      Map<String, Object> found =
          Files.readAttributes(path, "unix:ino,size,lastModifiedTime,isRegularFile");
      return found.get("ino") instanceof Long inode
              && found.get("size") instanceof Long size
              && found.get("lastModifiedTime") instanceof FileTime modified
              && found.get("isRegularFile") instanceof Boolean regular
          ? Optional.of(new FileStat(inode, size, modified.toInstant(), regular))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
