package io.millrace.event;

import org.jspecify.annotations.Nullable;

/**
 * A changed copy of one record, made by splicing bytes: fields that are not touched are copied as
 * one range and never decoded.
 *
 * <p>The copy lies in one array that is kept between events, behind {@value #HEADROOM} free bytes
 * in which the map's header is written last. So adding a field is an append, replacing or removing
 * one a shift of what is behind it.
 */
public final class RecordEditor {
  /** Room for the widest map header. */
  private static final int HEADROOM = 5;

  private final ByteArraySink fields = new ByteArraySink(512);
  private final PackWriter writer = new PackWriter(fields);
  private final ByteArraySink valueBytes = new ByteArraySink(256);
  private final PackWriter value = new PackWriter(valueBytes);
  private final FieldIndex index = new FieldIndex();
  private int count;
  private int start;

  /** An editor of an empty record. */
  public RecordEditor() {
    clear();
  }

  /** Starts over with no fields. */
  public RecordEditor clear() {
    fields.clear();
    fields.reserve(HEADROOM);
    fields.size(HEADROOM);
    index.forget();
    count = 0;
    return this;
  }

  /** Starts over with a copy of the map at {@code map}, which ends before {@code end}. */
  public RecordEditor copyOf(byte[] a, int map, int end) {
    clear();
    count = Pack.count(a, map);
    int body = Pack.body(a, map);
    fields.write(a, body, end - body);
    return this;
  }

  /** As {@link #copyOf(byte[], int, int)}, of a map that {@code known} is of. */
  RecordEditor copyOf(byte[] a, int map, int end, FieldIndex known) {
    copyOf(a, map, end);
    index.copyOf(known, HEADROOM - Pack.body(a, map));
    return this;
  }

  /** Number of top-level fields. */
  public int count() {
    return count;
  }

  /**
   * Sets what {@code path} names: replaces a value in its place, or adds the field behind the
   * others. A path into a map or array that is not there changes nothing.
   */
  public void set(RecordPath path, @Nullable Object newValue) {
    valueBytes.clear();
    value.value(newValue);
    put(path);
  }

  /** As {@link #set(RecordPath, Object)}, with a text given as UTF-8. */
  public void setText(RecordPath path, ByteSlice utf8) {
    valueBytes.clear();
    value.text(utf8.array(), utf8.offset(), utf8.length());
    put(path);
  }

  /** As {@link #set(RecordPath, Object)}, with an integer. */
  public void setInteger(RecordPath path, long number) {
    valueBytes.clear();
    value.integer(number);
    put(path);
  }

  /**
   * As {@link #set(RecordPath, Object)}, with a value that is packed already. It must not lie in
   * this editor.
   */
  public void setPacked(RecordPath path, ByteSlice packed) {
    valueBytes.clear();
    valueBytes.write(packed);
    put(path);
  }

  /** Removes what {@code path} names, as often as it is there. */
  public void remove(RecordPath path) {
    int map = finish();
    int parent = path.length() == 1 ? map : path.findParent(fields.array(), map);
    if (parent < 0) {
      return;
    }
    byte[] a = fields.array();
    if (path.lastIsKey()) {
      int field = RecordPath.findField(a, parent, path.lastName());
      while (field >= 0) {
        cut(parent, field, Pack.skip(a, Pack.skip(a, field)));
        parent = parent == start ? finish() : parent;
        field = RecordPath.findField(a, parent, path.lastName());
      }
    } else {
      int item = RecordPath.findItem(a, parent, path.lastIndex());
      if (item >= 0) {
        cut(parent, item, Pack.skip(a, item));
      }
    }
  }

  /**
   * Starts a value: the caller writes exactly one to the answer and then calls {@link #put}. For
   * values that come in pieces; it needs no object of its own.
   */
  public PackWriter value() {
    valueBytes.clear();
    return value;
  }

  /** Sets the top-level field {@code key}, given as UTF-8, to the value written last. */
  public void put(ByteSlice key) {
    int at = index.find(fields.array(), finish(), key);
    if (at >= 0) {
      splice(at, Pack.skip(fields.array(), at), valueBytes.array(), valueBytes.size());
    } else {
      index.add(fields.size());
      writer.text(key.array(), key.offset(), key.length());
      fields.write(valueBytes.array(), 0, valueBytes.size());
      count++;
    }
  }

  /** Sets what {@code path} names, as {@link #set} does, to the value written last. */
  public void put(RecordPath path) {
    if (path.isKey()) {
      put(path.firstKey());
      return;
    }
    int map = finish();
    int at = path.find(fields.array(), map);
    if (at >= 0) {
      splice(at, Pack.skip(fields.array(), at), valueBytes.array(), valueBytes.size());
      return;
    }
    int parent = path.length() == 1 ? -1 : path.findParent(fields.array(), map);
    if (parent >= 0 && path.lastIsKey() && Pack.kind(fields.array(), parent) == Pack.Kind.MAP) {
      int end = Pack.skip(fields.array(), parent);
      ByteArraySink field = new ByteArraySink(path.lastName().length() + valueBytes.size() + 8);
      new PackWriter(field)
          .text(path.lastName().array(), path.lastName().offset(), path.lastName().length());
      field.write(valueBytes.array(), 0, valueBytes.size());
      splice(end, end, field.array(), field.size());
      resize(parent, Pack.count(fields.array(), parent) + 1);
    }
  }

  /** Takes the range out of the map or array at {@code parent}, which holds one item fewer then. */
  private void cut(int parent, int from, int to) {
    boolean top = parent == start;
    int items = Pack.count(fields.array(), parent) - 1;
    splice(from, to, valueBytes.array(), 0);
    if (top) {
      count--;
    } else {
      resize(parent, items);
    }
  }

  private void resize(int at, int items) {
    ByteArraySink header = new ByteArraySink(8);
    PackWriter pack = new PackWriter(header);
    if (Pack.kind(fields.array(), at) == Pack.Kind.MAP) {
      pack.mapHeader(items);
    } else {
      pack.arrayHeader(items);
    }
    splice(at, Pack.body(fields.array(), at), header.array(), header.size());
  }

  /** Puts {@code length} bytes of {@code bytes} where {@code [from, to)} was. */
  private void splice(int from, int to, byte[] bytes, int length) {
    index.forget();
    int grow = length - (to - from);
    if (grow > 0) {
      fields.reserve(grow);
    }
    byte[] a = fields.array();
    System.arraycopy(a, to, a, from + length, fields.size() - to);
    System.arraycopy(bytes, 0, a, from, length);
    fields.size(fields.size() + grow);
  }

  /** Writes the header in front of the fields and returns where the record starts. */
  private int finish() {
    byte[] a = fields.array();
    if (count < 16) {
      start = HEADROOM - 1;
      a[start] = (byte) (0x80 | count);
    } else if (count <= 0xffff) {
      start = HEADROOM - 3;
      a[start] = (byte) Pack.MAP16;
      a[start + 1] = (byte) (count >> 8);
      a[start + 2] = (byte) count;
    } else {
      start = 0;
      a[0] = (byte) Pack.MAP32;
      a[1] = (byte) (count >> 24);
      a[2] = (byte) (count >> 16);
      a[3] = (byte) (count >> 8);
      a[4] = (byte) count;
    }
    return start;
  }

  /** The record as it stands; a view that the next change makes stale. */
  public ByteSlice record() {
    int from = finish();
    return ByteSlice.of(fields.array(), from, fields.size() - from);
  }

  byte[] array() {
    return fields.array();
  }

  /** Of the record as it stands. */
  FieldIndex index() {
    return index;
  }

  int recordStart() {
    return finish();
  }

  int recordEnd() {
    return fields.size();
  }
}
