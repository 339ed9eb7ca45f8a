package io.millrace.plugins.parser;

import io.millrace.api.ParseException;
import io.millrace.api.ParsedEvents;
import io.millrace.api.PerThread;
import io.millrace.api.TimeParser;
import io.millrace.api.TimeType;
import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.Pack;
import io.millrace.event.PackText;
import io.millrace.event.PackWriter;
import io.millrace.event.RecordEditor;
import io.millrace.event.RecordPath;
import io.millrace.event.time.TimeSlot;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What all parsers do to a record before it is an event: take the time out of its field, turn null
 * values into nil, convert types. Safe for use by several threads.
 *
 * <p>Source: Fluentd's parser, parse_time and convert_values.
 */
final class RecordRules {
  private static final int PACKED_FALSE = 0xc2;

  /** A field with a type, by its packed key. */
  private record Typed(ByteSlice packedKey, FieldType type) {
    boolean isKey(byte[] a, int from, int to) {
      return Arrays.equals(packedKey.array(), 0, packedKey.length(), a, from, to);
    }
  }

  private final ParserSettings settings;
  private final InstantSource clock;
  private final Optional<RecordPath> timeKey;
  private final TimeParser timeParser;
  private final List<Typed> types;
  private final boolean changesValues;
  private final PerThread<RecordEditor> editors = new PerThread<>(RecordEditor::new);
  private final PerThread<PackWriter> writers =
      new PerThread<>(() -> new PackWriter(new ByteArraySink(512)));

  /**
   * The rules of {@code settings}.
   *
   * @param timeKey field of the time if the settings name none
   * @param timeType type of the time if the settings give neither a type nor a format
   * @throws IllegalArgumentException if the settings do not go together
   */
  RecordRules(
      ParserSettings settings, Optional<String> timeKey, TimeType timeType, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
    this.timeKey = settings.timeKey().or(() -> timeKey).map(RecordPath::ofKey);
    this.timeParser = TimeParser.of(settings.time(), timeType, clock);
    this.types = new ArrayList<>();
    settings
        .types()
        .forEach((key, type) -> types.add(new Typed(pack(key), FieldType.of(key, type, clock))));
    this.changesValues =
        !types.isEmpty() || settings.nullEmptyString() || settings.nullValuePattern().isPresent();
  }

  private static ByteSlice pack(String key) {
    PackWriter writer = new PackWriter(new ByteArraySink(32));
    writer.text(key);
    return ByteSlice.of(writer.sink().toBytes());
  }

  /**
   * Emits the record at {@code [map, end)}.
   *
   * @throws ParseException if it has a time that cannot be read
   */
  void emit(byte[] a, int map, int end, ParsedEvents out) {
    int timeAt = timeKey.isPresent() ? timeKey.get().find(a, map) : -1;
    ByteSlice record = ByteSlice.of(a, map, end - map);
    if (timeAt < 0) {
      emitNow(convert(record), out);
      return;
    }
    TimeSlot time = timeParser.read(a, timeAt);
    if (!settings.keepsTime()) {
      RecordEditor editor = editors.get().copyOf(a, map, end);
      editor.remove(timeKey.get());
      record = editor.record();
    }
    out.event(time.seconds(), time.nanos(), convert(record));
  }

  private void emitNow(ByteSlice record, ParsedEvents out) {
    if (settings.estimateCurrentEvent()) {
      Instant now = clock.instant();
      out.event(now.getEpochSecond(), now.getNano(), record);
    } else {
      out.eventWithoutTime(record);
    }
  }

  private ByteSlice convert(ByteSlice record) {
    if (!changesValues) {
      return record;
    }
    byte[] a = record.array();
    PackWriter out = writers.get();
    out.sink().clear();
    int count = Pack.count(a, record.offset());
    out.mapHeader(count);
    int key = Pack.body(a, record.offset());
    for (int i = 0; i < count; i++) {
      int value = Pack.skip(a, key);
      int next = Pack.skip(a, value);
      out.sink().write(a, key, value - key);
      convert(a, key, value, next, out);
      key = next;
    }
    return out.sink().slice();
  }

  private void convert(byte[] a, int key, int value, int next, PackWriter out) {
    if (isFalse(a, value)) {
      out.sink().write(a, value, next - value);
      return;
    }
    if (Pack.isRaw(a, value) && isNull(PackText.bytes(a, value))) {
      out.nil();
      return;
    }
    for (Typed typed : types) {
      if (typed.isKey(a, key, value)) {
        typed.type().convert(a, value, out);
        return;
      }
    }
    out.sink().write(a, value, next - value);
  }

  /** Whether Ruby takes the value for false: such values stay as they are. */
  private static boolean isFalse(byte[] a, int value) {
    return Pack.kind(a, value) == Pack.Kind.NIL || (a[value] & 0xff) == PACKED_FALSE;
  }

  private boolean isNull(ByteSlice text) {
    return (settings.nullEmptyString() && text.isEmpty())
        || (settings.nullValuePattern().isPresent()
            && settings.nullValuePattern().get().find(text));
  }
}
