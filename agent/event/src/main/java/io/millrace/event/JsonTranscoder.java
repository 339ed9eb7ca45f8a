package io.millrace.event;

import java.nio.charset.StandardCharsets;

/**
 * MessagePack to JSON in one pass, straight into a sink; strings, integers, floats of few digits,
 * maps and arrays are written without allocation. The text is what Fluentd's JSON writer (Oj in
 * compat mode) makes of the decoded record:
 *
 * <ul>
 *   <li>strings and binary alike: as {@link JsonText} says;
 *   <li>floats: whole ones within 64 bits as digits and {@code .0}, others as {@link RubyFloat};
 *       {@code NaN} and {@code Infinity} bare;
 *   <li>event times: whole seconds; another extension, which Fluentd would not have let in: its
 *       type and its bytes in hexadecimal, {@code "ext(5)cafe"};
 *   <li>keys that are no strings: their text, as Ruby's {@code to_s} gives it;
 *   <li>a key that occurs twice: once, in the first place, with the last value.
 * </ul>
 *
 * <p>Maps are written as if no key came twice, while a set of hashes of the keys (256 bits, on the
 * stack) watches for one that may have. That is settled by looking back; if it is true, everything
 * is written anew by way of a table for each map. So the usual event pays for no table, and a
 * hostile one at most for two passes.
 */
public final class JsonTranscoder {
  /** Above this many fields looking back costs more than a table. */
  private static final int MAX_LOOK_BACK = 128;

  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);

  private JsonTranscoder() {}

  /**
   * Appends the value at {@code at} as JSON and answers the index after it. The bytes must have
   * passed {@link Pack#check}.
   */
  public static int write(byte[] a, int at, ByteArraySink out) {
    int from = out.size();
    int end = value(a, at, out, false);
    if (end < 0) {
      out.size(from);
      end = value(a, at, out, true);
    }
    return end;
  }

  /**
   * Writes the value at {@code at}; answers the index after it, or -1 if a key in it occurs twice
   * and {@code careful} is false.
   */
  private static int value(byte[] a, int at, ByteArraySink out, boolean careful) {
    int type = a[at] & 0xff;
    if (isShortText(type)) {
      JsonText.write(a, at + 1, type & 0x1f, out);
      return at + 1 + (type & 0x1f);
    }
    switch (Pack.kind(a, at)) {
      case STRING, BINARY -> {
        int start = Pack.rawStart(a, at);
        int length = Pack.rawLength(a, at);
        JsonText.write(a, start, length, out);
        return start + length;
      }
      case MAP -> {
        return careful || Pack.count(a, at) > MAX_LOOK_BACK
            ? distinctMap(a, at, out, careful)
            : map(a, at, out);
      }
      case ARRAY -> {
        return array(a, at, out, careful);
      }
      case INTEGER -> integer(a, at, out);
      case FLOAT -> floating(Pack.floating(a, at), out);
      case NIL -> out.write(NULL, 0, NULL.length);
      case BOOLEAN -> bool(a, at, out);
      case EXTENSION -> extension(a, at, out);
      case NEVER_USED ->
          throw new MalformedPackException("byte 0xc1 at " + at + " starts no value");
    }
    return Pack.skip(a, at);
  }

  /** Whether {@code type} begins a text of less than 32 bytes: most keys, and many values. */
  private static boolean isShortText(int type) {
    return (type & 0xe0) == 0xa0;
  }

  private static int array(byte[] a, int at, ByteArraySink out, boolean careful) {
    int left = Pack.count(a, at);
    int pos = Pack.body(a, at);
    out.write('[');
    while (left > 0) {
      pos = value(a, pos, out, careful);
      if (pos < 0) {
        return pos;
      }
      if (--left > 0) {
        out.write(',');
      }
    }
    out.write(']');
    return pos;
  }

  private static int map(byte[] a, int at, ByteArraySink out) {
    int count = Pack.count(a, at);
    int pos = Pack.body(a, at);
    int body = pos;
    long seen0 = 0;
    long seen1 = 0;
    long seen2 = 0;
    long seen3 = 0;
    out.write('{');
    for (int i = 0; i < count; i++) {
      int hash = KeyBytes.hash(a, pos);
      long bit = 1L << hash;
      int word = (hash >>> 6) & 3;
      long seen = word == 0 ? seen0 : word == 1 ? seen1 : word == 2 ? seen2 : seen3;
      if ((seen & bit) != 0 && KeyBytes.occursBefore(a, body, i, pos)) {
        return -1;
      }
      seen0 |= word == 0 ? bit : 0;
      seen1 |= word == 1 ? bit : 0;
      seen2 |= word == 2 ? bit : 0;
      seen3 |= word == 3 ? bit : 0;
      if (i > 0) {
        out.write(',');
      }
      pos = value(a, key(a, pos, out), out, false);
      if (pos < 0) {
        return pos;
      }
    }
    out.write('}');
    return pos;
  }

  /** Writes a map by way of a table from key to the last value. */
  private static int distinctMap(byte[] a, int at, ByteArraySink out, boolean careful) {
    out.write('{');
    boolean first = true;
    for (int[] field : KeyBytes.distinct(a, at)) {
      if (!first) {
        out.write(',');
      }
      first = false;
      key(a, field[0], out);
      if (value(a, field[1], out, careful) < 0) {
        return -1;
      }
    }
    out.write('}');
    return Pack.skip(a, at);
  }

  /** Writes the key at {@code at} with its colon and answers the index after it. */
  private static int key(byte[] a, int at, ByteArraySink out) {
    int next = Pack.skipKey(a, at);
    int type = a[at] & 0xff;
    if (isShortText(type)) {
      JsonText.write(a, at + 1, type & 0x1f, out);
    } else if (Pack.isRaw(a, at)) {
      JsonText.write(a, Pack.rawStart(a, at), Pack.rawLength(a, at), out);
    } else {
      ByteSlice text = PackText.bytes(a, at);
      JsonText.write(text.array(), text.offset(), text.length(), out);
    }
    out.write(':');
    return next;
  }

  private static void integer(byte[] a, int at, ByteArraySink out) {
    long value = Pack.integer(a, at);
    if (Pack.isBig(a, at)) {
      out.writeAscii(Long.toUnsignedString(value));
    } else {
      out.writeDecimal(value);
    }
  }

  private static void bool(byte[] a, int at, ByteArraySink out) {
    byte[] text = (a[at] & 0xff) == Pack.TRUE ? TRUE : FALSE;
    out.write(text, 0, text.length);
  }

  private static void floating(double value, ByteArraySink out) {
    if (value >= -0x1p63 && value < 0x1p63 && value == Math.rint(value)) {
      out.writeDecimal((long) value);
      out.write('.');
      out.write('0');
    } else {
      RubyFloat.write(value, out);
    }
  }

  private static void extension(byte[] a, int at, ByteArraySink out) {
    if (PackedEventsParser.isTime(a, at)) {
      out.writeDecimal(Pack.u32(a, Pack.extStart(a, at)));
      return;
    }
    boolean quoted = !PackText.isBigInteger(a, at);
    if (quoted) {
      out.write('"');
    }
    out.write(PackText.bytes(a, at));
    if (quoted) {
      out.write('"');
    }
  }
}
