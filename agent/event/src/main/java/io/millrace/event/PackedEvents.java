package io.millrace.event;

import java.util.function.IntPredicate;

/**
 * Back-to-back {@code [time, record]} entries in one array. Immutable: nobody writes to the array
 * after this object exists, so it may be kept, shared and parked without reference counts. The
 * bytes were checked once, when the object was made; readers trust them.
 */
public final class PackedEvents implements EventStream {
  /** No events. */
  public static final PackedEvents EMPTY = new PackedEvents(new byte[0], 0, 0, 0);

  private final byte[] array;
  private final int offset;
  private final int length;
  private final int count;

  private PackedEvents(byte[] array, int offset, int length, int count) {
    this.array = array;
    this.offset = offset;
    this.length = length;
    this.count = count;
  }

  /**
   * Checks that a whole {@code [time, record]} starts at {@code at} and returns the index after it.
   *
   * @throws MalformedPackException if none does; if it is only cut short, {@link
   *     MalformedPackException#missing} says by how much
   */
  public static int checkEntry(byte[] array, int at, int end) {
    return PackedEventsParser.strict(array, at, end);
  }

  /**
   * Checks the bytes and counts the events.
   *
   * @throws MalformedPackException if they are not {@code [time, map]} entries, where a time is an
   *     integer, an event time or a float
   */
  public static PackedEvents check(ByteSlice bytes) {
    return PackedEventsParser.strict(bytes);
  }

  /**
   * Takes in what a sender packed: entries that are well formed MessagePack but no event are left
   * out and reported; a time of the form {@code [time, metadata]} is unwrapped, one of zero
   * replaced by {@code now}; a nil record is left out silently.
   *
   * @param invalid called with the index in {@code bytes.array()} of an entry that is no event;
   *     true goes on without it
   * @throws MalformedPackException if the bytes are no MessagePack, hold an extension that is no
   *     event time, or {@code invalid} answered false
   */
  public static PackedEvents parse(ByteSlice bytes, EventTime now, IntPredicate invalid) {
    return PackedEventsParser.lenient(bytes, now, invalid);
  }

  /** Bytes that are known to be {@code count} well formed events, such as a builder's. */
  public static PackedEvents trusted(byte[] array, int offset, int length, int count) {
    return new PackedEvents(array, offset, length, count);
  }

  /** One event. */
  public static PackedEvents of(EventTime time, ByteSlice record) {
    EventsBuilder builder = new EventsBuilder(record.length() + 16);
    builder.append(time, record);
    return builder.build();
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public int byteSize() {
    return length;
  }

  @Override
  public PackedEvents packed() {
    return this;
  }

  /** Whether there are no events. */
  public boolean isEmpty() {
    return count == 0;
  }

  /** The backing array. Not to be written. */
  public byte[] array() {
    return array;
  }

  /** Index in {@link #array()} of the first event. */
  public int offset() {
    return offset;
  }

  /** Index in {@link #array()} after the last event. */
  public int end() {
    return offset + length;
  }

  /** The packed bytes. */
  public ByteSlice bytes() {
    return ByteSlice.of(array, offset, length);
  }

  /** A new cursor before the first event. */
  public EventCursor cursor() {
    return new EventCursor().reset(this);
  }

  @Override
  public String toString() {
    return count + " events, " + length + " bytes";
  }
}
