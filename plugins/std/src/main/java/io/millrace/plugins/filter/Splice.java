package io.millrace.plugins.filter;

import io.millrace.event.ByteSlice;
import io.millrace.event.Pack;
import io.millrace.event.PackText;
import io.millrace.event.PackWriter;
import io.millrace.event.RecordEditor;

/** Moves packed fields into a record that is being edited. */
public final class Splice {
  private Splice() {}

  /** Sets the {@code count} fields whose keys and values lie back to back from {@code at}. */
  public static void merge(RecordEditor editor, byte[] a, int at, int count) {
    int key = at;
    for (int i = 0; i < count; i++) {
      int value = Pack.skip(a, key);
      copy(a, value, editor.value());
      editor.put(PackText.bytes(a, key));
      key = Pack.skip(a, value);
    }
  }

  /** Sets the fields of the map at {@code map}. */
  public static void mergeMap(RecordEditor editor, byte[] a, int map) {
    merge(editor, a, Pack.body(a, map), Pack.count(a, map));
  }

  /** Appends the map at {@code map} with {@code prefix} before each of its keys. */
  static void prefixed(byte[] a, int map, ByteSlice prefix, PackWriter out) {
    int count = Pack.count(a, map);
    out.mapHeader(count);
    int key = Pack.body(a, map);
    for (int i = 0; i < count; i++) {
      int value = Pack.skip(a, key);
      ByteSlice name = PackText.bytes(a, key);
      out.textHeader(prefix.length() + name.length());
      out.sink().write(prefix);
      out.sink().write(name);
      copy(a, value, out);
      key = Pack.skip(a, value);
    }
  }

  /** Appends the value at {@code at}. */
  public static void copy(byte[] a, int at, PackWriter out) {
    out.sink().write(a, at, Pack.skip(a, at) - at);
  }
}
