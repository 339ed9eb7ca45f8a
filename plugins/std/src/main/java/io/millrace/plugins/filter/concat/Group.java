package io.millrace.plugins.filter.concat;

import io.millrace.api.Tag;
import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventTime;
import io.millrace.event.EventView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Events that wait to become one: the first record and the texts of all. Guarded by the lock of the
 * {@link Groups} it is in.
 */
final class Group {
  private static final int FIRST_CAPACITY = 256;

  private final Tag tag;
  private ByteSlice firstRecord = ByteSlice.EMPTY;
  private EventTime firstTime = EventTime.ofSeconds(0);
  private EventTime lastTime = firstTime;
  private final List<Part> parts = new ArrayList<>();
  private ByteArraySink texts = new ByteArraySink(16);
  private long weight;
  private long touchedMillis;

  /** A text: where it lies among the texts, and its place in the whole. */
  private record Part(int from, int length, long ordinal) {}

  Group(Tag tag) {
    this.tag = tag;
  }

  Tag tag() {
    return tag;
  }

  /** Adds an event behind the others. */
  void add(EventView event, ByteSlice text) {
    add(event, text, 0);
  }

  /** Adds an event whose text stands behind those with lower or equal ordinals. */
  void add(EventView event, ByteSlice text, long ordinal) {
    lastTime = event.time();
    if (parts.isEmpty()) {
      firstTime = lastTime;
      firstRecord = ByteSlice.of(event.recordBytes().toBytes());
      texts = new ByteArraySink(Math.max(FIRST_CAPACITY, 2 * text.length()));
    }
    parts.add(new Part(texts.size(), text.length(), ordinal));
    texts.write(text);
  }

  /** Appends the texts in order with {@code separator} between them. */
  void join(ByteSlice separator, ByteArraySink out) {
    parts.sort(Comparator.comparingLong(Part::ordinal)); // stable
    for (int i = 0; i < parts.size(); i++) {
      if (i > 0) {
        out.write(separator);
      }
      out.write(texts.array(), parts.get(i).from(), parts.get(i).length());
    }
  }

  /** Number of bytes that {@link #join} appends. */
  int joinedLength(ByteSlice separator) {
    return texts.size() + separator.length() * Math.max(0, parts.size() - 1);
  }

  /** Forgets all events. */
  void clear() {
    parts.clear();
    texts = new ByteArraySink(16);
    firstRecord = ByteSlice.EMPTY;
    weight = 0;
  }

  boolean isEmpty() {
    return parts.isEmpty();
  }

  /** Number of events. */
  int count() {
    return parts.size();
  }

  /** Bytes held, about. */
  long size() {
    return (long) firstRecord.length() + texts.size() + 24L * parts.size();
  }

  /** What the mode counted of the events. */
  long weight() {
    return weight;
  }

  /** Counts {@code more}. */
  void weigh(long more) {
    weight += more;
  }

  ByteSlice firstRecord() {
    return firstRecord;
  }

  EventTime firstTime() {
    return firstTime;
  }

  EventTime lastTime() {
    return lastTime;
  }

  /** When an event last came, in ms of the plugin's clock. */
  long touchedMillis() {
    return touchedMillis;
  }

  void touch(long millis) {
    touchedMillis = millis;
  }
}
