package io.millrace.event;

/** MessagePack to JSON, straight into a sink. */
public final class JsonTranscoder {
  private JsonTranscoder() {}

  /** Writes the value at {@code at} as JSON. */
  public static void write(byte[] a, int at, ByteArraySink out) {
    out.writeUtf8(String.valueOf(PackReader.read(a, at)));
  }
}
