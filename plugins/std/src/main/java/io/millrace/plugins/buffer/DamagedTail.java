package io.millrace.plugins.buffer;

import io.millrace.api.ResumedChunks;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The end of a chunk file from the first byte on that begins no event: a disk, or a power cut, left
 * something else there. Events may stand behind it, so it goes to the backup directory.
 */
final class DamagedTail {
  private DamagedTail() {}

  /** Copies what is behind {@code whole} bytes to a file of its own; the caller cuts it off. */
  static ResumedChunks.Broken takeOut(ChunkNames.Found found, long whole) throws IOException {
    Path file = found.file();
    Path tail = file.resolveSibling(file.getFileName() + ".damaged");
    try (FileChannel from = FileChannel.open(file, StandardOpenOption.READ);
        FileChannel to =
            FileChannel.open(
                tail,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
      long at = whole;
      while (at < from.size()) {
        at += from.transferTo(at, from.size() - at, to);
      }
    }
    return new ResumedChunks.Broken(
        found.id().hex(),
        found.staged(),
        List.of(tail),
        "no event begins at byte " + whole + "; the events before it are kept");
  }
}
