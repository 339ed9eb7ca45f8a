package io.millrace.engine.buffer;

import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.Logger;

/**
 * The chunks of a buffer by their places, and the move from the one to the other. Guarded by the
 * buffer's lock.
 */
final class Chunks {
  /** A step that may fail. */
  interface Step {
    void run() throws IOException;
  }

  private final Stage stage = new Stage();
  private final Queue queue = new Queue();
  private final Logger log;

  Chunks(Logger log) {
    this.log = log;
  }

  Stage stage() {
    return stage;
  }

  Queue queue() {
    return queue;
  }

  /** Bytes of all chunks. */
  long byteSize() {
    return stage.byteSize() + queue.byteSize();
  }

  /** Staged chunks, then queued ones. */
  List<BufferedChunk> all() {
    List<BufferedChunk> all = stage.all();
    all.addAll(queue.all());
    return all;
  }

  /** Queues {@code chunk}, which is not on the stage, even if its files cannot show it. */
  void enqueue(BufferedChunk chunk) {
    attempt(chunk, () -> chunk.stored().enqueue());
    queue.add(chunk);
  }

  /** Queues everything that is on the stage; how many chunks that are. */
  int enqueueStaged() {
    return enqueueStaged(chunk -> true, Integer.MAX_VALUE);
  }

  /**
   * Queues staged chunks that are {@code due}, oldest first, while fewer than {@code most} are
   * queued; how many chunks that are.
   */
  int enqueueStaged(Predicate<BufferedChunk> due, int most) {
    int queued = 0;
    for (BufferedChunk chunk : stage.all()) {
      if (queue.length() >= most) {
        break;
      }
      if (due.test(chunk)) {
        stage.remove(chunk.key());
        enqueue(chunk);
        queued++;
      }
    }
    return queued;
  }

  /** Runs {@code step}; if it fails the log says so, and the chunk is kept. */
  void attempt(BufferedChunk chunk, Step step) {
    try {
      step.run();
    } catch (IOException e) {
      log.error(
          "a chunk file could not be changed; the chunk is kept chunk_id={} error=\"{}\"",
          chunk,
          e.toString());
    }
  }

  /** Deletes a chunk that is in neither place any more. */
  void delete(BufferedChunk chunk) {
    try {
      chunk.stored().purge();
    } catch (IOException e) {
      log.error(
          "a chunk file could not be deleted; the next start will deliver it again"
              + " chunk_id={} files={} error=\"{}\"",
          chunk,
          chunk.files(),
          e.toString());
    }
  }

  /** Forgets all chunks. */
  void clear() {
    stage.clear();
    queue.clear();
  }
}
