package io.millrace.engine.graph;

import io.millrace.api.ChunkStore;
import io.millrace.config.BoundChild;
import io.millrace.config.Diagnostics;
import io.millrace.config.SourceLocation;
import io.millrace.engine.buffer.MemoryBudget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What only all buffers of a graph together show: two of them in the same place, or more of them in
 * memory than there is memory.
 */
final class BufferReview {
  /** An output with chunks, and where its {@code <buffer>} stands. */
  private record Owner(String type, SourceLocation section) {}

  /** What the chunks of one output may take of the heap, in bytes. */
  private record MemoryUse(SourceLocation section, long limit) {}

  private final Diagnostics diagnostics;
  private final Map<String, Owner> owners = new HashMap<>();
  private final List<MemoryUse> memory = new ArrayList<>();

  BufferReview(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  /**
   * Takes note of a buffer. One in the place of another is a problem: they would resume each
   * other's chunks.
   *
   * @param totalLimit {@code total_limit_size} in bytes
   */
  void add(BoundChild<?> output, SourceLocation section, ChunkStore store, long totalLimit) {
    store.location().ifPresent(place -> claim(place, new Owner(output.type(), section)));
    if (!store.persistent()) {
      memory.add(new MemoryUse(section, totalLimit));
    }
  }

  private void claim(String place, Owner owner) {
    Optional<Owner> other = Optional.ofNullable(owners.putIfAbsent(place, owner));
    other.ifPresent(
        first ->
            diagnostics.problem(
                owner.section(),
                "path",
                "Other '"
                    + first.type()
                    + "' plugin already use same buffer path: type = "
                    + owner.type()
                    + ", buffer path = "
                    + place
                    + "; the other one is at "
                    + first.section()
                    + ", give each a path of its own"));
  }

  /** Warns, when all are known, if the buffers in memory may want more than {@code budget}. */
  void warnOfMemory(MemoryBudget budget) {
    double sum = 0; // of longs, which may overflow
    Optional<MemoryUse> first = Optional.empty();
    for (MemoryUse use : memory) {
      sum += use.limit();
      if (first.isEmpty() && sum > budget.limit()) {
        first = Optional.of(use);
      }
    }
    if (first.isPresent()) {
      diagnostics.warn(
          first.get().section(),
          "buffers in memory may want more than this process gives them: total_limit_size of %d of them sums up to %.0f MiB, the budget is %d MiB (half of the heap). When it is used up they are full, before their own limits. Set a lower total_limit_size or @type file in <buffer>, or give the process a larger heap with -Xmx"
              .formatted(memory.size(), sum / (1 << 20), budget.limit() >> 20));
    }
  }
}
