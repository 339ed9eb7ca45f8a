package io.millrace.event;

/** A value as the text Ruby's {@code to_s} gives for scalars; JSON for maps and arrays. */
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
      case MAP, ARRAY, EXTENSION, NEVER_USED -> {
        ByteArraySink out = new ByteArraySink(128);
        JsonTranscoder.write(a, at, out);
        yield out.slice();
      }
    };
  }

  private static String integer(byte[] a, int at) {
    long value = Pack.integer(a, at);
    return Pack.isBig(a, at) ? Long.toUnsignedString(value) : Long.toString(value);
  }
}
