package io.millrace.event;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values as Ruby's {@code inspect} writes them (up to Ruby 3.3): {@code {"a"=>1, "b"=>nil}}. It is
 * what {@code to_s} gives for maps and arrays.
 *
 * <p>All of it is ASCII: other characters are written by their number, <code>"&#92;u00E9"</code>,
 * as Ruby does where the environment names no UTF-8 locale, and bytes that are no character as
 * {@code "\xE9"}.
 */
public final class RubyInspect {
  private static final byte[] SEPARATOR = {',', ' '};

  private RubyInspect() {}

  /** Appends the text of the packed value at {@code at}. */
  public static void write(byte[] a, int at, ByteArraySink out) {
    switch (Pack.kind(a, at)) {
      case MAP -> map(a, at, out);
      case ARRAY -> array(a, at, out);
      case STRING -> text(a, Pack.rawStart(a, at), Pack.rawLength(a, at), true, out);
      case BINARY -> text(a, Pack.rawStart(a, at), Pack.rawLength(a, at), false, out);
      case NIL -> out.writeAscii("nil");
      default -> PackText.write(a, at, out);
    }
  }

  /** The text of a value of the classes that {@link PackReader} gives. */
  public static String of(@Nullable Object value) {
    ByteArraySink out = new ByteArraySink(128);
    value(value, out);
    return out.toString();
  }

  private static void array(byte[] a, int at, ByteArraySink out) {
    int count = Pack.count(a, at);
    int pos = Pack.body(a, at);
    out.write('[');
    for (int i = 0; i < count; i++) {
      separate(i, out);
      write(a, pos, out);
      pos = Pack.skip(a, pos);
    }
    out.write(']');
  }

  private static void map(byte[] a, int at, ByteArraySink out) {
    out.write('{');
    if (KeyBytes.isRepeating(a, at)) {
      int index = 0;
      for (int[] field : KeyBytes.distinct(a, at)) {
        field(index++, a, field[0], field[1], out);
      }
    } else {
      int key = Pack.body(a, at);
      for (int i = 0; i < Pack.count(a, at); i++) {
        int value = Pack.skip(a, key);
        field(i, a, key, value, out);
        key = Pack.skip(a, value);
      }
    }
    out.write('}');
  }

  private static void field(int index, byte[] a, int key, int value, ByteArraySink out) {
    separate(index, out);
    write(a, key, out);
    out.writeAscii("=>");
    write(a, value, out);
  }

  private static void separate(int index, ByteArraySink out) {
    if (index > 0) {
      out.write(SEPARATOR, 0, SEPARATOR.length);
    }
  }

  private static void value(@Nullable Object value, ByteArraySink out) {
    if (value == null) {
      out.writeAscii("nil");
    } else if (value instanceof Map<?, ?> map) {
      out.write('{');
      int index = 0;
      for (Map.Entry<?, ?> field : map.entrySet()) {
        separate(index++, out);
        value(field.getKey(), out);
        out.writeAscii("=>");
        value(field.getValue(), out);
      }
      out.write('}');
    } else if (value instanceof Iterable<?> items) {
      out.write('[');
      int index = 0;
      for (Object item : items) {
        separate(index++, out);
        value(item, out);
      }
      out.write(']');
    } else if (value instanceof CharSequence text) {
      byte[] utf8 = text.toString().getBytes(StandardCharsets.UTF_8);
      text(utf8, 0, utf8.length, true, out);
    } else if (value instanceof byte[] bytes) {
      text(bytes, 0, bytes.length, false, out);
    } else if (value instanceof ByteSlice bytes) {
      text(bytes.array(), bytes.offset(), bytes.length(), false, out);
    } else if (value instanceof Double || value instanceof Float) {
      RubyFloat.write(((Number) value).doubleValue(), out);
    } else if (value instanceof EventTime time) {
      out.writeDecimal(time.seconds());
    } else {
      out.writeUtf8(value.toString());
    }
  }

  private static void text(byte[] a, int from, int length, boolean utf8, ByteArraySink out) {
    int end = from + length;
    out.write('"');
    for (int at = from; at < end; ) {
      int bytes = utf8 ? Utf8.sequence(a, at, end) : a[at] >= 0 ? 1 : 0;
      if (bytes == 0) {
        out.writeAscii(String.format("\\x%02X", a[at] & 0xff));
        at++;
      } else if (bytes > 1) {
        character(Utf8.codePoint(a, at, bytes), out);
        at += bytes;
      } else {
        ascii(a[at], at + 1 < end ? a[at + 1] : 0, utf8, out);
        at++;
      }
    }
    out.write('"');
  }

  private static void character(int point, ByteArraySink out) {
    out.writeAscii(
        point > 0xffff ? String.format("\\u{%X}", point) : String.format("\\u%04X", point));
  }

  private static void ascii(byte b, byte next, boolean utf8, ByteArraySink out) {
    int named = "\007\b\t\n\013\f\r\033".indexOf(b);
    if (named >= 0) {
      out.write('\\');
      out.write("abtnvfre".charAt(named));
    } else if (b == '"' || b == '\\') {
      out.write('\\');
      out.write(b);
    } else if (b == '#' && (next == '{' || next == '$' || next == '@')) {
      out.write('\\');
      out.write(b);
    } else if (b >= 0x20 && b < 0x7f) {
      out.write(b);
    } else {
      out.writeAscii(String.format(utf8 && b != 0x7f ? "\\u%04X" : "\\x%02X", (int) b));
    }
  }
}
