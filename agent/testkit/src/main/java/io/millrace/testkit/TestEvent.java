package io.millrace.testkit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.api.Tag;
import io.millrace.event.ByteArraySink;
import io.millrace.event.EventCursor;
import io.millrace.event.EventTime;
import io.millrace.event.EventsBuilder;
import io.millrace.event.JsonTranscoder;
import io.millrace.event.PackReader;
import io.millrace.event.PackWriter;
import io.millrace.event.PackedEvents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One event as a test writes it.
 *
 * @param json the record
 */
public record TestEvent(Tag tag, EventTime time, String json) {
  private static final JsonFactory JSON = new JsonFactory();

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
      builder.begin(event.time).value(read(event.json));
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
    return read(json);
  }

  /** The record, packed and read back: what a plugin sees. */
  public @Nullable Object packedFields() {
    ByteArraySink out = new ByteArraySink(256);
    new PackWriter(out).value(read(json));
    return PackReader.read(out.array(), 0);
  }

  private static @Nullable Object read(String json) {
    try (JsonParser parser = JSON.createParser(json)) {
      parser.nextToken();
      return value(parser);
    } catch (IOException e) {
      throw new UncheckedIOException("bad JSON in a test: " + json, e);
    }
  }

  private static @Nullable Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_NULL -> null;
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
      case START_ARRAY -> {
        List<@Nullable Object> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(value(parser));
        }
        yield items;
      }
      case START_OBJECT -> {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          fields.put(name, value(parser));
        }
        yield fields;
      }
      default -> parser.getText();
    };
  }
}
