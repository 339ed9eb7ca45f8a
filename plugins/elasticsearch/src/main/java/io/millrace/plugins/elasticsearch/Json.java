package io.millrace.plugins.elasticsearch;

import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.JsonPacker;
import io.millrace.event.JsonTranscoder;
import io.millrace.event.MalformedJsonException;
import io.millrace.event.MutableRecord;
import io.millrace.event.Pack;
import io.millrace.event.PackWriter;

/** JSON objects of configurations: templates and policies. */
final class Json {
  private static final int MAX_BYTES = 16 << 20;

  private Json() {}

  /**
   * Reads an object.
   *
   * @param what parameter that holds it, for the message
   * @throws IllegalArgumentException if it is none
   */
  static MutableRecord read(String what, String text) {
    ByteArraySink packed = new ByteArraySink(text.length() + 16);
    try {
      new JsonPacker(MAX_BYTES).pack(ByteSlice.utf8(text), new PackWriter(packed));
    } catch (MalformedJsonException e) {
      throw new IllegalArgumentException(what + ": expected JSON, but " + e.getMessage(), e);
    }
    if (Pack.kind(packed.array(), 0) != Pack.Kind.MAP) {
      throw new IllegalArgumentException(what + ": expected a JSON object such as {\"a\": 1}");
    }
    return MutableRecord.of(packed.array(), 0);
  }

  /** Writes an object. */
  static String write(MutableRecord object) {
    ByteArraySink packed = new ByteArraySink(512);
    object.pack(new PackWriter(packed));
    return text(packed);
  }

  /** Writes a text as JSON, with its quotes. */
  static String quoted(String text) {
    ByteArraySink packed = new ByteArraySink(text.length() + 8);
    new PackWriter(packed).text(text);
    return text(packed);
  }

  private static String text(ByteArraySink packed) {
    ByteArraySink json = new ByteArraySink(packed.size() * 2);
    JsonTranscoder.write(packed.array(), 0, json);
    return json.toString();
  }
}
