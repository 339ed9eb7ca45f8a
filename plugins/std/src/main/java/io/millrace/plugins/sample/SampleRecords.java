package io.millrace.plugins.sample;

import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.JsonPacker;
import io.millrace.event.JsonTranscoder;
import io.millrace.event.MalformedJsonException;
import io.millrace.event.Pack;
import io.millrace.event.PackWriter;
import java.util.ArrayList;
import java.util.List;

/** The records of a {@code sample} parameter, packed. */
final class SampleRecords {
  private SampleRecords() {}

  /**
   * Reads one record, or an array of them.
   *
   * @throws IllegalArgumentException if {@code json} is anything else
   */
  static List<ByteSlice> parse(String json) {
    byte[] a = pack(json);
    if (Pack.kind(a, 0) == Pack.Kind.MAP) {
      return List.of(ByteSlice.of(a));
    }
    if (Pack.kind(a, 0) != Pack.Kind.ARRAY || Pack.count(a, 0) == 0) {
      throw new IllegalArgumentException(
          "sample " + json + ": a JSON object, or an array of objects, is needed");
    }
    List<ByteSlice> records = new ArrayList<>();
    int at = Pack.body(a, 0);
    for (int i = 0; i < Pack.count(a, 0); i++) {
      if (Pack.kind(a, at) != Pack.Kind.MAP) {
        ByteArraySink shown = new ByteArraySink(32);
        JsonTranscoder.write(a, at, shown);
        throw new IllegalArgumentException(
            i + "th element of sample, " + shown + ", is not a hash");
      }
      int next = Pack.skip(a, at);
      records.add(ByteSlice.of(a, at, next - at));
      at = next;
    }
    return List.copyOf(records);
  }

  private static byte[] pack(String json) {
    ByteArraySink packed = new ByteArraySink(256);
    try {
      new JsonPacker(Integer.MAX_VALUE).pack(ByteSlice.utf8(json), new PackWriter(packed));
    } catch (MalformedJsonException e) {
      throw new IllegalArgumentException("sample " + json + ": " + e.getMessage(), e);
    }
    return packed.toBytes();
  }
}
