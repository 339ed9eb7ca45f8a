package io.millrace.engine.buffer;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/** What the log says of chunks that a former process left in files. */
final class ResumeLog {
  private final Logger log;
  private final Level level;

  /**
   * For one buffer.
   *
   * @param notable whether it is unusual that something was left
   */
  ResumeLog(Logger log, boolean notable) {
    this.log = log;
    this.level = notable ? Level.WARN : Level.DEBUG;
  }

  /**
   * Names each of {@code chunks}.
   *
   * @param othersBroken whether others were found broken: what broke those may have harmed these
   */
  void tell(List<BufferedChunk> chunks, boolean othersBroken) {
    for (BufferedChunk chunk : chunks) {
      chunk
          .file()
          .ifPresent(file -> log.atLevel(level).log("restoring buffer file: path = {}", file));
    }
    if (!othersBroken) {
      return;
    }
    log.info(
        "since chunk files were found broken, those that look well may be damaged too: {} were"
            + " resumed",
        chunks.size());
    for (BufferedChunk chunk : chunks) {
      log.info(
          "resumed chunk file: path={} created_at={} modified_at={}",
          chunk.file().map(Object::toString).orElse(""),
          chunk.createdAt(),
          chunk.modifiedAt());
    }
  }
}
