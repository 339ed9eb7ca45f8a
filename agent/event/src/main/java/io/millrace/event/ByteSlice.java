package io.millrace.event;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A read-only range of bytes. The array is shared, not copied: whoever made it must not write to it
 * afterwards.
 */
public final class ByteSlice {
  /** No bytes. */
  public static final ByteSlice EMPTY = new ByteSlice(new byte[0], 0, 0);

  private final byte[] array;
  private final int offset;
  private final int length;

  private ByteSlice(byte[] array, int offset, int length) {
    this.array = array;
    this.offset = offset;
    this.length = length;
  }

  /** The range {@code [offset, offset + length)} of {@code array}. */
  public static ByteSlice of(byte[] array, int offset, int length) {
    if ((offset | length | (array.length - offset - length)) < 0) {
      throw new IndexOutOfBoundsException(
          "range " + offset + "+" + length + " is outside an array of " + array.length);
    }
    return new ByteSlice(array, offset, length);
  }

  /** All of {@code array}. */
  public static ByteSlice of(byte[] array) {
    return new ByteSlice(array, 0, array.length);
  }

  /** The UTF-8 bytes of {@code text}. */
  public static ByteSlice utf8(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The backing array; the slice starts at {@link #offset()}. Not to be written. */
  public byte[] array() {
    return array;
  }

  /** Index in {@link #array()} of the first byte. */
  public int offset() {
    return offset;
  }

  /** Number of bytes. */
  public int length() {
    return length;
  }

  /** Index in {@link #array()} after the last byte. */
  public int end() {
    return offset + length;
  }

  /** Whether there are no bytes. */
  public boolean isEmpty() {
    return length == 0;
  }

  /** The byte at {@code index}, counted from the start of the slice. */
  public byte at(int index) {
    if (index < 0 || index >= length) {
      throw new IndexOutOfBoundsException("index " + index + " of " + length + " bytes");
    }
    return array[offset + index];
  }

  /** A narrower range of the same bytes; {@code from} counts from the start of this slice. */
  public ByteSlice slice(int from, int length) {
    if ((from | length | (this.length - from - length)) < 0) {
      throw new IndexOutOfBoundsException(
          "range " + from + "+" + length + " is outside " + this.length + " bytes");
    }
    return new ByteSlice(array, offset + from, length);
  }

  /** A copy of the bytes in an array of their own. */
  public byte[] toBytes() {
    return Arrays.copyOfRange(array, offset, offset + length);
  }

  /** A read-only buffer over the bytes. */
  public ByteBuffer toByteBuffer() {
    return ByteBuffer.wrap(array, offset, length).asReadOnlyBuffer();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ByteSlice that
        && Arrays.equals(array, offset, end(), that.array, that.offset, that.end());
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = offset; i < offset + length; i++) {
      hash = 31 * hash + array[i];
    }
    return hash;
  }

  /** The bytes as UTF-8 text; what is not valid becomes U+FFFD. */
  @Override
  public String toString() {
    return new String(array, offset, length, StandardCharsets.UTF_8);
  }
}
