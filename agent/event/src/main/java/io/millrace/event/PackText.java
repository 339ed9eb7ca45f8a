package io.millrace.event;

import java.math.BigInteger;
import java.util.HexFormat;

/** A value as the text that Ruby's {@code to_s} gives. */
public final class PackText {
  private static final ByteSlice TRUE = ByteSlice.utf8("true");
  private static final ByteSlice FALSE = ByteSlice.utf8("false");

  private PackText() {}

  /**
   * The text of the value at {@code at}; a view of {@code a} for strings and binary, nothing for
   * nil.
   */
  public static ByteSlice bytes(byte[] a, int at) {
    return switch (Pack.kind(a, at)) {
      case STRING, BINARY -> ByteSlice.of(a, Pack.rawStart(a, at), Pack.rawLength(a, at));
      case NIL -> ByteSlice.EMPTY;
      case BOOLEAN -> (a[at] & 0xff) == Pack.TRUE ? TRUE : FALSE;
      case INTEGER -> ByteSlice.utf8(integer(a, at));
      case FLOAT -> ByteSlice.utf8(RubyFloat.toString(Pack.floating(a, at)));
      case MAP, ARRAY -> {
        ByteArraySink out = new ByteArraySink(128);
        RubyInspect.write(a, at, out);
        yield out.slice();
      }
      case EXTENSION -> ByteSlice.utf8(extension(a, at));
      case NEVER_USED ->
          throw new MalformedPackException("byte 0xc1 at " + at + " starts no value");
    };
  }

  /** Appends what {@link #bytes} answers, without making it first. */
  public static void write(byte[] a, int at, ByteArraySink out) {
    switch (Pack.kind(a, at)) {
      case STRING, BINARY -> out.write(a, Pack.rawStart(a, at), Pack.rawLength(a, at));
      case FLOAT -> RubyFloat.write(Pack.floating(a, at), out);
      case MAP, ARRAY -> RubyInspect.write(a, at, out);
      case INTEGER -> {
        if (Pack.isBig(a, at)) {
          out.writeAscii(Long.toUnsignedString(Pack.integer(a, at)));
        } else {
          out.writeDecimal(Pack.integer(a, at));
        }
      }
      default -> out.write(bytes(a, at));
    }
  }

  /** Whole seconds of an event time; digits; of an unknown extension its type and its bytes. */
  private static String extension(byte[] a, int at) {
    int data = Pack.extStart(a, at);
    int end = Pack.skip(a, at);
    if (PackedEventsParser.isTime(a, at)) {
      return Long.toString(Pack.u32(a, data));
    }
    if (isBigInteger(a, at)) {
      return new BigInteger(a, data, end - data).toString();
    }
    return "ext(" + Pack.extType(a, at) + ")" + HexFormat.of().formatHex(a, data, end);
  }

  /** Whether the extension at {@code at} is an integer beyond 64 bits. */
  static boolean isBigInteger(byte[] a, int at) {
    return Pack.extType(a, at) == Pack.BIG_INTEGER && Pack.skip(a, at) > Pack.extStart(a, at);
  }

  private static String integer(byte[] a, int at) {
    long value = Pack.integer(a, at);
    return Pack.isBig(a, at) ? Long.toUnsignedString(value) : Long.toString(value);
  }
}
