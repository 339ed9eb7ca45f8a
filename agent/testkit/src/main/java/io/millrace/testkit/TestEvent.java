package io.millrace.testkit;

import io.millrace.api.Tag;
import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventCursor;
import io.millrace.event.EventTime;
import io.millrace.event.EventsBuilder;
import io.millrace.event.JsonPacker;
import io.millrace.event.JsonTranscoder;
import io.millrace.event.PackReader;
import io.millrace.event.PackWriter;
import io.millrace.event.PackedEvents;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One event as a test writes it.
 *
 * @param json the record
 */
public record TestEvent(Tag tag, EventTime time, String json) {
  /** Longest record, in bytes of JSON. */
  private static final int MAX_JSON = 64 << 20;

  /** An event at a whole second. */
  public static TestEvent event(String tag, long seconds, String json) {
    return new TestEvent(Tag.of(tag), EventTime.ofSeconds(seconds), json);
  }

  /** An event with nanoseconds. */
  public static TestEvent event(String tag, EventTime time, String json) {
    return new TestEvent(Tag.of(tag), time, json);
  }

  /** The events packed, whatever their tags. */
  public static PackedEvents pack(TestEvent... events) {
    EventsBuilder builder = new EventsBuilder(256);
    for (TestEvent event : events) {
      new JsonPacker(MAX_JSON).pack(ByteSlice.utf8(event.json), builder.begin(event.time));
    }
    return builder.build();
  }

  /** The events of a stream. */
  public static List<TestEvent> unpack(Tag tag, PackedEvents events) {
    List<TestEvent> all = new ArrayList<>();
    ByteArraySink json = new ByteArraySink(256);
    EventCursor cursor = events.cursor();
    while (cursor.next()) {
      json.clear();
      JsonTranscoder.write(cursor.array(), cursor.recordStart(), json);
      all.add(new TestEvent(tag, cursor.time(), json.toString()));
    }
    return all;
  }

  /** The record as Java values, for comparisons that do not mind the order of keys. */
  public @Nullable Object fields() {
    ByteArraySink packed = new ByteArraySink(256);
    new JsonPacker(MAX_JSON).pack(ByteSlice.utf8(json), new PackWriter(packed));
    return PackReader.read(packed.array(), 0);
  }
}
