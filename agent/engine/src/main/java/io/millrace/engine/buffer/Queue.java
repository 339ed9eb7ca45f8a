package io.millrace.engine.buffer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Complete chunks: those waiting, and those a delivery has taken out, which count until they are
 * purged. Guarded by the buffer's lock.
 */
final class Queue {
  private final Deque<BufferedChunk> waiting = new ArrayDeque<>();
  private final Set<BufferedChunk> dequeued = new HashSet<>();
  private long bytes;

  void add(BufferedChunk chunk) {
    waiting.addLast(chunk);
    bytes += chunk.size();
  }

  Optional<BufferedChunk> dequeue() {
    BufferedChunk head = waiting.pollFirst();
    if (head != null) {
      dequeued.add(head);
    }
    return Optional.ofNullable(head);
  }

  List<BufferedChunk> dequeueAll() {
    List<BufferedChunk> all = List.copyOf(waiting);
    dequeued.addAll(all);
    waiting.clear();
    return all;
  }

  /** Back to the head; false if the chunk is not out. */
  boolean takeback(BufferedChunk chunk) {
    if (!dequeued.remove(chunk)) {
      return false;
    }
    waiting.addFirst(chunk);
    return true;
  }

  /** Forgets a chunk that is out; false if it is not. */
  boolean remove(BufferedChunk chunk) {
    if (!dequeued.remove(chunk)) {
      return false;
    }
    bytes -= chunk.size();
    return true;
  }

  /** Chunks waiting. */
  int length() {
    return waiting.size();
  }

  /** Events in the chunks waiting. */
  long records() {
    return waiting.stream().mapToLong(BufferedChunk::records).sum();
  }

  /** Bytes of all chunks, those that are out included. */
  long byteSize() {
    return bytes;
  }

  /** Chunks waiting and chunks that are out. */
  List<BufferedChunk> all() {
    List<BufferedChunk> all = new ArrayList<>(waiting);
    all.addAll(dequeued);
    return all;
  }

  void clear() {
    waiting.clear();
    dequeued.clear();
    bytes = 0;
  }
}
