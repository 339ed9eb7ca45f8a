package io.millrace.plugins.elasticsearch;

import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.EventView;
import io.millrace.event.Pack;
import io.millrace.event.PackText;
import io.millrace.event.RecordEditor;
import java.nio.charset.StandardCharsets;

/**
 * Makes fields of the record out of nested maps: {@code {"a": {"b": 1}}} becomes {@code {"a_b":
 * 1}}. Arrays stay as they are, an empty map vanishes, and of two fields that get the same name the
 * later one wins. Not safe for use by several threads.
 */
final class Flattener {
  private final byte[] separator;
  private final ByteArraySink name = new ByteArraySink(128);

  Flattener(String separator) {
    this.separator = separator.getBytes(StandardCharsets.UTF_8);
  }

  /** Writes the flattened record of {@code event} to {@code out}, from scratch. */
  void flatten(EventView event, RecordEditor out) {
    out.clear();
    name.clear();
    fields(event.array(), event.recordStart(), out);
  }

  private void fields(byte[] a, int map, RecordEditor out) {
    int prefix = name.size();
    int at = Pack.body(a, map);
    for (int left = Pack.count(a, map); left > 0; left--) {
      ByteSlice key = PackText.bytes(a, at);
      int value = Pack.skip(a, at);
      at = Pack.skip(a, value);
      name.write(key);
      if (Pack.kind(a, value) == Pack.Kind.MAP) {
        name.write(separator, 0, separator.length);
        fields(a, value, out);
      } else {
        out.value().packed(ByteSlice.of(a, value, at - value));
        out.put(name.slice());
      }
      name.size(prefix);
    }
  }
}
