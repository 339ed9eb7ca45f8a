package io.millrace.engine.output;

import io.millrace.api.ChunkKey;
import io.millrace.api.ChunkKeys;
import io.millrace.api.ChunkOverflowException;
import io.millrace.api.CustomFormat;
import io.millrace.api.ErrorSink;
import io.millrace.api.Tag;
import io.millrace.engine.buffer.Part;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventCursor;
import io.millrace.event.EventStream;
import io.millrace.event.EventsBuilder;
import io.millrace.event.Pack;
import io.millrace.event.PackText;
import io.millrace.event.PackedEvents;
import io.millrace.event.time.Zone;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Divides a stream by the chunk keys: which bytes go to which chunk. Without {@link CustomFormat}
 * and with one chunk for all events the stream's bytes are used in place, and not even looked into
 * if the tag alone says which chunk; else each event's bytes are copied, or formatted, behind those
 * of the same chunk. Kept by a thread and reused; not safe for use by several.
 */
final class Chunking {
  /** More parts than this in one stream are found by their hash. */
  private static final int COMPARED_GROUPS = 16;

  /** Parts kept from stream to stream. */
  private static final int SPARE = 64;

  /** The events of one key in the stream at hand. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Group(long slice, ByteSlice[] values, Part part) {}

  private final ChunkKeys keys;
  private final @Nullable CustomFormat format;
  private final boolean timeAsInteger;
  private final ErrorSink errors;
  private final Zone zone;
  private final long timekey;
  private final EventCursor cursor = new EventCursor();
  private final List<Part> parts = new ArrayList<>();
  private final List<Part> spare = new ArrayList<>();
  private final List<Group> recent = new ArrayList<>();
  private final Map<ChunkKey, Part> byKey = new HashMap<>();
  private final ByteSlice[] values;
  private EventStream stored = PackedEvents.EMPTY;
  private long slice;

  Chunking(ChunkKeys keys, @Nullable CustomFormat format, boolean timeAsInteger, ErrorSink errors) {
    this.keys = keys;
    this.format = format;
    this.timeAsInteger = timeAsInteger && format == null;
    this.errors = errors;
    this.zone = Zone.given(keys.zone());
    this.timekey = keys.timekey().map(length -> length.toSeconds()).orElse(0L);
    this.values = new ByteSlice[keys.fields().size()];
  }

  /** The parts of {@code events}, valid until {@link #release}. */
  List<Part> divide(Tag tag, EventStream events) {
    stored = timeAsInteger ? withIntegerTimes(events.borrowed()) : events;
    if (format == null && keys.fields().isEmpty() && isOneSlice()) {
      ChunkKey key = key(tag);
      part(key).show(key, stored);
      return parts;
    }
    cursor.reset(stored.borrowed());
    Part last = null;
    while (cursor.next()) {
      if (last == null || !isSameChunk(slice, values)) {
        last = collecting(tag);
      }
      add(last, tag);
    }
    parts.removeIf(part -> part.records() == 0);
    return parts;
  }

  private static PackedEvents withIntegerTimes(PackedEvents events) {
    EventsBuilder builder = new EventsBuilder(events.byteSize());
    EventCursor each = events.cursor();
    while (each.next()) {
      builder.begin(each.seconds(), 0, true).packed(each.recordBytes());
    }
    return builder.build();
  }

  /** Whether all events fall into one time slice, which is then {@link #slice}. */
  private boolean isOneSlice() {
    if (timekey == 0) {
      return true;
    }
    cursor.reset(stored.borrowed());
    if (!cursor.next()) {
      return true;
    }
    slice = sliceOf(cursor.seconds());
    while (cursor.next()) {
      if (sliceOf(cursor.seconds()) != slice) {
        return false;
      }
    }
    return true;
  }

  /**
   * Start of the time slice of {@code second}.
   *
   * <p>Source: Fluentd's output, calculate_timekey.
   */
  private long sliceOf(long second) {
    return second - Math.floorMod(second + zone.offsetAt(second), timekey);
  }

  /** Whether the event under the cursor falls into this slice and has these field values. */
  private boolean isSameChunk(long sliceStart, ByteSlice[] fieldValues) {
    if (timekey != 0 && sliceOf(cursor.seconds()) != sliceStart) {
      return false;
    }
    for (int i = 0; i < fieldValues.length; i++) {
      if (!isSameText(cursor.find(keys.fields().get(i)), fieldValues[i])) {
        return false;
      }
    }
    return true;
  }

  /** Whether the value at {@code at} has the text {@code text}; strings are compared in place. */
  private boolean isSameText(int at, ByteSlice text) {
    if (at < 0) {
      return text.isEmpty();
    }
    byte[] array = cursor.array();
    if (!Pack.isRaw(array, at)) {
      return PackText.bytes(array, at).equals(text);
    }
    int start = Pack.rawStart(array, at);
    return Arrays.equals(
        array, start, start + Pack.rawLength(array, at), text.array(), text.offset(), text.end());
  }

  private void readKey() {
    if (timekey != 0) {
      slice = sliceOf(cursor.seconds());
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = cursor.bytes(keys.fields().get(i));
    }
  }

  private ChunkKey key(Tag tag) {
    return new ChunkKey(
        timekey == 0 ? OptionalLong.empty() : OptionalLong.of(slice),
        keys.tag() ? Optional.of(tag) : Optional.empty(),
        variables(),
        0);
  }

  private Map<String, String> variables() {
    if (values.length == 0) {
      return Map.of();
    }
    Map<String, String> variables = new HashMap<>();
    for (int i = 0; i < values.length; i++) {
      variables.put(keys.fields().get(i).toString(), values[i].toString());
    }
    return variables;
  }

  /**
   * The part of the event under the cursor. Streams that mix a few keys are the usual case: those
   * are found by comparing bytes, without making a key.
   */
  private Part collecting(Tag tag) {
    for (Group group : recent) {
      if (isSameChunk(group.slice, group.values)) {
        slice = group.slice;
        System.arraycopy(group.values, 0, values, 0, values.length);
        return group.part;
      }
    }
    readKey();
    ChunkKey key = key(tag);
    Part known = byKey.get(key);
    if (known != null) {
      return known;
    }
    Part part = part(key);
    part.begin(key);
    if (recent.size() < COMPARED_GROUPS) {
      recent.add(new Group(slice, values.clone(), part));
    }
    return part;
  }

  private Part part(ChunkKey key) {
    Part part = spare.isEmpty() ? new Part() : spare.remove(spare.size() - 1);
    parts.add(part);
    byKey.put(key, part);
    return part;
  }

  private void add(Part part, Tag tag) {
    int before = part.sink().size();
    if (format == null) {
      part.sink()
          .write(cursor.array(), cursor.eventStart(), cursor.eventEnd() - cursor.eventStart());
    } else {
      try {
        format.format(tag, cursor, part.sink());
      } catch (RuntimeException e) {
        part.sink().size(before);
        errors.emit(tag, cursor, e);
        return;
      }
    }
    part.endEvent(cursor.eventStart());
  }

  /** Forgets the stream; the parts are reused. */
  void release() {
    parts.forEach(Part::release);
    spare.addAll(parts.subList(0, Math.max(0, Math.min(parts.size(), SPARE - spare.size()))));
    parts.clear();
    byKey.clear();
    recent.clear();
    stored = PackedEvents.EMPTY;
  }

  /** Sends the events that no chunk can hold to the error stream. Before {@link #release}. */
  void reportOversize(Tag tag, ChunkOverflowException error) {
    PackedEvents events = stored.borrowed();
    for (Part part : parts) {
      for (int source : part.oversizeSources()) {
        cursor.reset(events.array(), source, events.end());
        cursor.next();
        errors.emit(tag, cursor, error);
      }
    }
  }
}
