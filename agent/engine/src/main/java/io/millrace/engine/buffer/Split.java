package io.millrace.engine.buffer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Divides a {@link Part} that does not fit into one chunk. As in Fluentd, the events are cut into
 * ten slices, then a hundred and so on, until slices fit; a chunk takes slices until it is full.
 *
 * <p>Source: Fluentd's buffer, step-by-step write.
 */
final class Split {
  private static final int FACTOR = 10;

  /**
   * Events {@code from} to {@code to}, exclusive, to be appended.
   *
   * @param freshChunk whether a new chunk begins with them
   */
  record Slice(int from, int to, boolean freshChunk) {}

  private final Part part;
  private final BufferLimits limits;

  Split(Part part, BufferLimits limits) {
    this.part = part;
    this.limits = limits;
  }

  /**
   * The slices in order, for a chunk that holds {@code bytes} and {@code records} already. Events
   * that no chunk can hold are left out and noted in the part.
   */
  List<Slice> slices(long bytes, int records) {
    for (int count = FACTOR; ; count = (int) Math.min((long) count * FACTOR, part.records())) {
      Optional<List<Slice>> slices = cut(sliceSize(count), bytes, records);
      if (slices.isPresent()) {
        return slices.get();
      }
    }
  }

  private int sliceSize(int count) {
    int slices = Math.min(count, part.records());
    return part.records() % slices == 0 ? part.records() / slices : part.records() / (slices - 1);
  }

  /** Empty if a slice of this size is too large where it would have to go. */
  private Optional<List<Slice>> cut(int size, long bytes, int records) {
    List<Slice> slices = new ArrayList<>();
    List<Integer> oversize = new ArrayList<>();
    long held = bytes;
    int heldRecords = records;
    boolean fresh = false;
    for (int from = 0; from < part.records(); from += size) {
      int to = Math.min(from + size, part.records());
      int length = part.stored(from, to, limits).length();
      if (to - from == 1 && length > limits.chunkSize()) {
        oversize.add(from);
        continue;
      }
      if (limits.isOver(held + length, heldRecords + to - from)) {
        if (to - from > 1 && !limits.isFull(held, heldRecords)) {
          return Optional.empty();
        }
        if (heldRecords == 0 && held == 0) {
          throw new IllegalStateException("an empty chunk must hold an event: " + limits);
        }
        fresh = true;
        held = 0;
        heldRecords = 0;
        if (limits.isOver(length, to - from)) {
          return Optional.empty();
        }
      }
      slices.add(new Slice(from, to, fresh));
      held += length;
      heldRecords += to - from;
      fresh = limits.isFull(held, heldRecords);
      if (fresh) {
        held = 0;
        heldRecords = 0;
      }
    }
    oversize.forEach(part::oversize);
    return Optional.of(slices);
  }
}
