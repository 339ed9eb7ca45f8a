package io.millrace.event;

/**
 * Appends events and makes {@link PackedEvents} of them. Unchanged events are appended as one
 * range. Not safe for use by several threads.
 */
public final class EventsBuilder {
  private static final int ENTRY = 0x92;
  private static final int MOST_EXPECTED = 1 << 20;

  private final ByteArraySink out;
  private final PackWriter pack;
  private int count;
  private int expected; // bytes of the next events, taken when the first one comes

  /** With room for {@code capacity} bytes. */
  public EventsBuilder(int capacity) {
    out = new ByteArraySink(capacity);
    pack = new PackWriter(out);
  }

  /** Appends the event that {@code cursor} stands on, as it is. */
  public void append(EventCursor cursor) {
    appendRange(cursor.array(), cursor.eventStart(), cursor.eventEnd() - cursor.eventStart(), 1);
  }

  /** Appends {@code length} bytes that hold {@code events} whole events. */
  public void appendRange(byte[] array, int offset, int length, int events) {
    makeRoom();
    out.write(array, offset, length);
    count += events;
  }

  /** Appends an event with the time of {@code view} and its record. */
  public void append(EventView view) {
    append(view, view.recordBytes());
  }

  /** Appends an event with the time of {@code view} and another record. */
  public void append(EventView view, ByteSlice record) {
    begin(view.seconds(), view.nanos(), view.integerTime()).packed(record);
  }

  /** Appends an event. */
  public void append(EventTime time, ByteSlice record) {
    begin(time).packed(record);
  }

  /** Appends an event whose time is packed already. */
  void appendPacked(ByteSlice time, ByteSlice record) {
    makeRoom();
    out.write(ENTRY);
    out.write(time);
    out.write(record);
    count++;
  }

  /** Starts an event; the caller writes its record, exactly one map, to the answer. */
  public PackWriter begin(EventTime time) {
    return begin(time.seconds(), time.nanos(), false);
  }

  /** Starts an event; the caller writes its record, exactly one map, to the answer. */
  public PackWriter begin(long seconds, int nanos, boolean integerTime) {
    makeRoom();
    out.write(ENTRY);
    if (integerTime) {
      pack.integer(seconds);
    } else {
      pack.eventTime(seconds, nanos);
    }
    count++;
    return pack;
  }

  private void makeRoom() {
    if (expected > 0) {
      out.reserve(expected);
      expected = 0;
    }
  }

  /** Number of events so far. */
  public int count() {
    return count;
  }

  /** Number of bytes so far. */
  public int byteSize() {
    return out.size();
  }

  /**
   * The events. Their array is theirs, so the answer is immutable; if the builder is used again, it
   * starts over with another, about as large.
   */
  public PackedEvents build() {
    if (count == 0) {
      out.clear();
      return PackedEvents.EMPTY;
    }
    int size = out.size();
    PackedEvents events = PackedEvents.trusted(out.detach(), 0, size, count);
    expected = Math.min(size + size / 16, MOST_EXPECTED);
    count = 0;
    return events;
  }
}
