package io.millrace.plugins.elasticsearch;

import io.millrace.api.ChunkId;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which events of a chunk need no further request, for chunks that were delivered in part: the next
 * try sends the others only. Kept in memory, for the {@value #MAX_CHUNKS} chunks that failed last;
 * what is forgotten is sent again. Safe for use by several threads.
 */
final class Progress {
  private static final int MAX_CHUNKS = 4096;

  private final Map<ChunkId, BitSet> done = // guarded by this
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ChunkId, BitSet> eldest) {
          return size() > MAX_CHUNKS;
        }
      };

  /** Takes out what is known of the chunk; the caller owns the answer. */
  synchronized BitSet take(ChunkId chunk) {
    BitSet known = done.remove(chunk);
    return known == null ? new BitSet() : known;
  }

  /** Remembers the numbers of the events that are done, for the next try. */
  synchronized void keep(ChunkId chunk, BitSet numbers) {
    if (!numbers.isEmpty()) {
      done.put(chunk, numbers);
    }
  }
}
