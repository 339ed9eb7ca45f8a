package io.millrace.plugins.monitor;

import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.JsonTranscoder;
import io.millrace.event.PackWriter;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON of maps, lists and scalars: as compact as on the event path, or indented for people. */
final class Json {
  private Json() {}

  static ByteSlice compact(@Nullable Object value) {
    ByteArraySink packed = new ByteArraySink(1 << 10);
    new PackWriter(packed).value(value);
    ByteArraySink json = new ByteArraySink(1 << 10);
    JsonTranscoder.write(packed.array(), 0, json);
    return ByteSlice.of(json.array(), 0, json.size());
  }

  static ByteSlice pretty(@Nullable Object value) {
    StringBuilder out = new StringBuilder();
    pretty(value, "\n", out);
    return ByteSlice.utf8(out.toString());
  }

  private static void pretty(@Nullable Object value, String indent, StringBuilder out) {
    String inner = indent + "  ";
    if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      String comma = "{";
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        out.append(comma).append(inner).append(compact(entry.getKey())).append(": ");
        pretty(entry.getValue(), inner, out);
        comma = ",";
      }
      out.append(indent).append('}');
    } else if (value instanceof Collection<?> items && !items.isEmpty()) {
      String comma = "[";
      for (Object item : items) {
        out.append(comma).append(inner);
        pretty(item, inner, out);
        comma = ",";
      }
      out.append(indent).append(']');
    } else {
      out.append(compact(value));
    }
  }
}
