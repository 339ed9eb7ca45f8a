package io.millrace.engine.buffer;

import io.millrace.api.ChunkContents;
import io.millrace.api.ChunkStore;
import io.millrace.api.ResumedChunks;
import io.millrace.api.StoredChunk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;

/**
 * What a buffer takes over when it begins, from a former process or the former graph, and what
 * becomes of its chunks when it ends. Guarded by the buffer's lock.
 */
final class Succession {
  private final Chunks chunks;
  private final Room room;
  private final ChunkStore store;
  private final Function<StoredChunk, BufferedChunk> wrap;
  private final Logger log;

  /**
   * For {@code chunks} in {@code store}.
   *
   * @param wrap makes a chunk of this buffer of a stored one
   */
  Succession(
      Chunks chunks,
      Room room,
      ChunkStore store,
      Function<StoredChunk, BufferedChunk> wrap,
      Logger log) {
    this.chunks = chunks;
    this.room = room;
    this.store = store;
    this.wrap = wrap;
    this.log = log;
  }

  /**
   * Takes in what a former process left: of staged chunks those that may go on being filled, one
   * for each key. The others are complete, and are queued with those that were, in the order of
   * their last change.
   *
   * @param notable whether it is unusual that something was left
   */
  void resume(ChunkContents contents, BufferLimits limits, BackupDirectory backups, boolean notable)
      throws IOException {
    ResumedChunks resumed = store.resume(contents);
    List<BufferedChunk> complete = new ArrayList<>();
    resumed.queued().forEach(chunk -> complete.add(wrap.apply(chunk)));
    for (StoredChunk chunk : resumed.staged()) {
      if (chunks.stage().chunk(chunk.key()).isPresent()
          || limits.isFull(chunk.size(), chunk.records())) {
        complete.add(wrap.apply(chunk));
      } else {
        chunks.stage().put(chunk.key(), wrap.apply(chunk));
      }
    }
    complete.sort(Comparator.comparing(BufferedChunk::modifiedAt));
    complete.forEach(chunks::enqueue);
    resumed.broken().forEach(backups::takeBroken);
    new ResumeLog(log, notable).tell(chunks.all(), !resumed.broken().isEmpty());
  }

  /** Takes in the chunks of the former graph's buffer. */
  void adopt(BufferContent content) {
    content.staged().forEach(chunk -> chunks.stage().put(chunk.key(), wrap.apply(chunk)));
    content.queued().forEach(chunk -> chunks.queue().add(wrap.apply(chunk)));
    room.took(chunks.byteSize());
  }

  /** Takes all chunks out, those that a delivery still has included. */
  BufferContent release() {
    BufferContent content =
        new BufferContent(
            chunks.stage().all().stream().map(BufferedChunk::stored).toList(),
            chunks.queue().all().stream().map(BufferedChunk::stored).toList());
    room.took(-chunks.byteSize());
    chunks.clear();
    return content;
  }

  /** Closes all chunks. */
  void close() {
    List<BufferedChunk> all = chunks.all();
    long bytes = chunks.byteSize();
    if (!store.persistent() && bytes > 0) {
      log.warn(
          "chunks in memory are lost at shutdown chunks={} records={} bytes={}",
          all.size(),
          all.stream().mapToLong(BufferedChunk::records).sum(),
          bytes);
    }
    room.took(-bytes);
    all.forEach(chunk -> chunks.attempt(chunk, () -> chunk.stored().close()));
    chunks.clear();
  }
}
