package io.millrace.event;

import org.jspecify.annotations.Nullable;

/**
 * Moves over packed events without allocating; between two moves it is the {@link EventView} of one
 * event. Not safe for use by several threads.
 *
 * <pre>{@code
 * EventCursor cursor = events.cursor();
 * while (cursor.next()) {
 *   use(cursor);
 * }
 * }</pre>
 */
public final class EventCursor implements EventView {
  /** Nobody has walked over the record yet. */
  private static final int UNKNOWN = -1;

  private byte[] array = new byte[0];
  private int end;
  private int eventStart;
  private int recordStart;
  private int recordEnd;
  private long seconds;
  private int nanos;
  private boolean integerTime;
  private final FieldIndex fields = new FieldIndex();
  private @Nullable RecordEditor editor;

  /** Over nothing. */
  public EventCursor() {}

  /**
   * Starts over with the events in {@code [from, to)}, which must be {@link PackedEvents}' bytes.
   */
  public EventCursor reset(byte[] array, int from, int to) {
    this.array = array;
    this.recordEnd = from;
    this.end = to;
    return this;
  }

  /** Starts over with {@code events}. */
  public EventCursor reset(PackedEvents events) {
    return reset(events.array(), events.offset(), events.end());
  }

  /** Shows one record that is not in a stream, with the time of {@code view}. */
  public EventCursor show(EventView view, RecordEditor record) {
    return show(view.seconds(), view.nanos(), view.integerTime(), record);
  }

  /** Shows one record that is not in a stream. */
  public EventCursor show(long seconds, int nanos, boolean integerTime, RecordEditor record) {
    this.recordStart = record.recordStart();
    this.array = record.array();
    this.recordEnd = record.recordEnd();
    this.fields.copyOf(record.index(), 0);
    this.end = recordEnd;
    this.seconds = seconds;
    this.nanos = nanos;
    this.integerTime = integerTime;
    return this;
  }

  /** Moves to the next event; false at the end. */
  public boolean next() {
    int next = recordEnd();
    if (next >= end) {
      return false;
    }
    eventStart = next;
    recordStart = readTime(Pack.body(array, next));
    recordEnd = UNKNOWN;
    fields.forget();
    return true;
  }

  private int readTime(int at) {
    int type = array[at] & 0xff;
    integerTime = false;
    if (type == Pack.FIXEXT8) {
      seconds = Pack.u32(array, at + 2);
      nanos = Pack.i32(array, at + 6);
      return at + 10;
    }
    switch (Pack.kind(array, at)) {
      case INTEGER -> {
        integerTime = true;
        seconds = Pack.integer(array, at);
        nanos = 0;
      }
      case EXTENSION -> {
        int data = Pack.extStart(array, at);
        seconds = Pack.u32(array, data);
        nanos = Pack.i32(array, data + 4);
      }
      default -> {
        double time = Pack.floating(array, at);
        seconds = (long) Math.floor(time);
        nanos = (int) ((time - Math.floor(time)) * 1e9);
      }
    }
    return Pack.skip(array, at);
  }

  /** Index in {@link #array()} of the event, time included. */
  public int eventStart() {
    return eventStart;
  }

  /** Index in {@link #array()} after the event. */
  public int eventEnd() {
    return recordEnd();
  }

  @Override
  public long seconds() {
    return seconds;
  }

  @Override
  public int nanos() {
    return nanos;
  }

  @Override
  public boolean integerTime() {
    return integerTime;
  }

  @Override
  public byte[] array() {
    return array;
  }

  @Override
  public int recordStart() {
    return recordStart;
  }

  @Override
  public int recordEnd() {
    if (recordEnd == UNKNOWN) {
      recordEnd = fields.scan(array, recordStart);
    }
    return recordEnd;
  }

  @Override
  public void walked(int recordEnd) {
    this.recordEnd = recordEnd;
  }

  @Override
  public int find(RecordPath path) {
    recordEnd(); // the walk there fills the index
    return path.find(array, recordStart, fields);
  }

  @Override
  public RecordEditor edit() {
    if (editor == null) {
      editor = new RecordEditor();
    }
    return editor.copyOf(array, recordStart, recordEnd(), fields);
  }
}
