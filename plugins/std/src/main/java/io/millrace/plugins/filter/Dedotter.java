package io.millrace.plugins.filter;

import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.Pack;
import io.millrace.event.PackText;
import io.millrace.event.PackWriter;
import io.millrace.event.RecordEditor;
import io.millrace.event.RecordPath;
import java.util.LinkedHashMap;
import java.util.Map;

/** Replaces dots in the keys of packed maps; one thread's. */
final class Dedotter {
  private final ByteSlice separator;
  private final boolean nested;
  private final ByteArraySink out = new ByteArraySink(512);
  private final PackWriter writer = new PackWriter(out);

  Dedotter(String separator, boolean nested) {
    this.separator = ByteSlice.utf8(separator);
    this.nested = nested;
  }

  /** Whether the value at {@code at} is a map with a key that must change. */
  boolean hasDots(byte[] a, int at) {
    if (Pack.kind(a, at) != Pack.Kind.MAP) {
      return false;
    }
    int key = Pack.body(a, at);
    for (int left = Pack.count(a, at); left > 0; left--) {
      int value = Pack.skip(a, key);
      if (dots(a, key) > 0 || (nested && hasDotsInside(a, value))) {
        return true;
      }
      key = Pack.skip(a, value);
    }
    return false;
  }

  private boolean hasDotsInside(byte[] a, int at) {
    if (Pack.kind(a, at) != Pack.Kind.ARRAY) {
      return hasDots(a, at);
    }
    int item = Pack.body(a, at);
    for (int left = Pack.count(a, at); left > 0; left--) {
      if (hasDots(a, item)) {
        return true;
      }
      item = Pack.skip(a, item);
    }
    return false;
  }

  private static int dots(byte[] a, int key) {
    if (!Pack.isRaw(a, key)) {
      return 0;
    }
    int dots = 0;
    int start = Pack.rawStart(a, key);
    for (int i = start + Pack.rawLength(a, key) - 1; i >= start; i--) {
      dots += a[i] == '.' ? 1 : 0;
    }
    return dots;
  }

  /** The changed map, from index 0 on and {@link #size} long; valid until the next call. */
  byte[] changed(byte[] a, int at) {
    out.clear();
    map(a, at);
    return out.array();
  }

  /** A key as it will be: text, or the packed bytes of one that is none. */
  private record Name(boolean text, ByteSlice bytes) {}

  private void map(byte[] a, int at) {
    Map<Name, Integer> values = new LinkedHashMap<>(); // as Ruby's Hash: first place, last value
    int key = Pack.body(a, at);
    for (int left = Pack.count(a, at); left > 0; left--) {
      int value = Pack.skip(a, key);
      values.put(name(a, key, value), value);
      key = Pack.skip(a, value);
    }
    writer.mapHeader(values.size());
    values.forEach(
        (name, value) -> {
          if (name.text()) {
            writer.text(name.bytes().array(), name.bytes().offset(), name.bytes().length());
          } else {
            out.write(name.bytes());
          }
          value(a, value);
        });
  }

  private Name name(byte[] a, int key, int end) {
    if (!Pack.isRaw(a, key)) {
      return new Name(false, ByteSlice.of(a, key, end - key));
    }
    ByteSlice text = PackText.bytes(a, key);
    int dots = dots(a, key);
    return new Name(true, dots == 0 ? text : replaced(text, dots));
  }

  private ByteSlice replaced(ByteSlice text, int dots) {
    ByteArraySink name = new ByteArraySink(text.length() + dots * separator.length());
    for (int i = 0; i < text.length(); i++) {
      if (text.at(i) == '.') {
        name.write(separator);
      } else {
        name.write(text.at(i));
      }
    }
    return name.slice();
  }

  private void value(byte[] a, int at) {
    if (!nested || !hasDotsInside(a, at)) {
      Splice.copy(a, at, writer);
    } else if (Pack.kind(a, at) == Pack.Kind.MAP) {
      map(a, at);
    } else {
      int count = Pack.count(a, at);
      writer.arrayHeader(count);
      int item = Pack.body(a, at);
      for (int i = 0; i < count; i++) {
        value(a, item);
        item = Pack.skip(a, item);
      }
    }
  }

  /** Length of what {@link #changed} made. */
  int size() {
    return out.size();
  }

  /** Changes the map at {@code path} of {@code record}, if there is one. */
  void change(RecordPath path, RecordEditor record) {
    ByteSlice packed = record.record();
    int at = path.find(packed.array(), packed.offset());
    if (at >= 0 && hasDots(packed.array(), at)) {
      changed(packed.array(), at);
      record.setPacked(path, out.slice());
    }
  }
}
