package io.millrace.engine.buffer;

import io.millrace.api.ChunkKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The chunks that are being filled: one for each key, oldest first. Guarded by the buffer's lock.
 */
final class Stage {
  private final Map<ChunkKey, BufferedChunk> chunks = new LinkedHashMap<>();
  private long bytes;

  Optional<BufferedChunk> chunk(ChunkKey key) {
    return Optional.ofNullable(chunks.get(key));
  }

  /** Whether {@code chunk} is being filled, not just one with its key. */
  boolean holds(BufferedChunk chunk) {
    return chunk.equals(chunks.get(chunk.key()));
  }

  /** Puts {@code chunk} in the place of the one with its key, which leaves the stage. */
  void put(ChunkKey key, BufferedChunk chunk) {
    BufferedChunk former = chunks.remove(key);
    if (former != null) {
      bytes -= former.size();
    }
    chunks.put(key, chunk);
    bytes += chunk.size();
  }

  void remove(ChunkKey key) {
    BufferedChunk former = chunks.remove(key);
    if (former != null) {
      bytes -= former.size();
    }
  }

  /** Takes note that a staged chunk grew. */
  void grew(long by) {
    bytes += by;
  }

  List<BufferedChunk> all() {
    return new ArrayList<>(chunks.values());
  }

  int length() {
    return chunks.size();
  }

  long byteSize() {
    return bytes;
  }

  void clear() {
    chunks.clear();
    bytes = 0;
  }
}
