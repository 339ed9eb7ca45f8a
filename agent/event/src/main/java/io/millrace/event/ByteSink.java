package io.millrace.event;

/** Takes bytes in order. Implementations are not safe for use by several threads. */
public interface ByteSink {
  /** Appends the low eight bits of {@code value}. */
  void write(int value);

  /** Appends {@code length} bytes of {@code source} from {@code offset}. */
  void write(byte[] source, int offset, int length);

  /** Appends all of {@code slice}. */
  default void write(ByteSlice slice) {
    write(slice.array(), slice.offset(), slice.length());
  }
}
