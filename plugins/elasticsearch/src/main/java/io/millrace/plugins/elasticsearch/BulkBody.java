package io.millrace.plugins.elasticsearch;

import io.millrace.event.ByteArraySink;
import java.util.Arrays;

/**
 * The lines of a bulk request, and for each item the event it was made of: the answers come in the
 * order of the items, so an answer finds its event. Grows to the size of the largest request.
 */
final class BulkBody {
  private final ByteArraySink bytes = new ByteArraySink(64 * 1024);
  private int[] ends = new int[256];
  private int[] ordinals = new int[256];
  private int[] events = new int[256];
  private int count;

  /** Where the lines of the next item are written; {@link #commit} or {@link #rollback} follows. */
  ByteArraySink lines() {
    return bytes;
  }

  /**
   * Ends an item.
   *
   * @param ordinal number of the event in its chunk, from 0
   * @param event index of the event in the chunk's bytes
   */
  void commit(int ordinal, int event) {
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, count * 2);
      ordinals = Arrays.copyOf(ordinals, count * 2);
      events = Arrays.copyOf(events, count * 2);
    }
    ends[count] = bytes.size();
    ordinals[count] = ordinal;
    events[count] = event;
    count++;
  }

  /** Forgets the lines since the last {@link #commit}. */
  void rollback() {
    bytes.size(size());
  }

  /** Number of items. */
  int count() {
    return count;
  }

  /** Bytes of all items. */
  int size() {
    return start(count);
  }

  /** Index in {@link #array} of item {@code i}; of the end, for the number of items. */
  int start(int i) {
    return i == 0 ? 0 : ends[i - 1];
  }

  /** Number, in its chunk, of the event that item {@code i} was made of. */
  int ordinal(int i) {
    return ordinals[i];
  }

  /** Index, in its chunk's bytes, of the event that item {@code i} was made of. */
  int event(int i) {
    return events[i];
  }

  /** The bytes; valid until the next item is written. */
  byte[] array() {
    return bytes.array();
  }

  /** Keeps the last item only. */
  void keepLast() {
    int from = start(count - 1);
    int length = ends[count - 1] - from;
    System.arraycopy(bytes.array(), from, bytes.array(), 0, length);
    bytes.size(length);
    ends[0] = length;
    ordinals[0] = ordinals[count - 1];
    events[0] = events[count - 1];
    count = 1;
  }

  /** Starts over. */
  void clear() {
    bytes.clear();
    count = 0;
  }
}
