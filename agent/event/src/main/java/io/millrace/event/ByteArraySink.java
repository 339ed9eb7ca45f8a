package io.millrace.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A sink over one array that grows by doubling. Meant to be kept and {@linkplain #clear() cleared},
 * so that the steady state allocates nothing.
 */
public final class ByteArraySink implements ByteSink {
  private static final int SMALLEST = 16;
  private static final byte[] NONE = new byte[0];

  private byte[] array;
  private int size;

  /** An empty sink with room for {@code capacity} bytes. */
  public ByteArraySink(int capacity) {
    array = new byte[Math.max(SMALLEST, capacity)];
  }

  @Override
  public void write(int value) {
    if (size == array.length) {
      reserve(1);
    }
    array[size++] = (byte) value;
  }

  @Override
  public void write(byte[] source, int offset, int length) {
    reserve(length);
    System.arraycopy(source, offset, array, size, length);
    size += length;
  }

  /** Appends each char of {@code text}, which must be ASCII. */
  @SuppressWarnings(
      "deprecation") // getBytes(int, ...) is exactly the copy of low bytes that ASCII needs
  public void writeAscii(String text) {
    int length = text.length();
    reserve(length);
    text.getBytes(0, length, array, size);
    size += length;
  }

  /** Appends {@code text} as UTF-8. */
  public void writeUtf8(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    write(bytes, 0, bytes.length);
  }

  /** Appends {@code value} in decimal digits. */
  public void writeDecimal(long value) {
    if (value < 0) {
      if (value == Long.MIN_VALUE) {
        writeAscii("-9223372036854775808");
        return;
      }
      write('-');
      writeDigits(-value, 1);
    } else {
      writeDigits(value, 1);
    }
  }

  /** Appends {@code value}, which is not negative, with zeros in front up to {@code digits}. */
  public void writeDigits(long value, int digits) {
    int length = Math.max(digits, digitsOf(value));
    reserve(length);
    long rest = value;
    for (int at = size + length - 1; at >= size; at--) {
      long quotient = rest / 10;
      array[at] = (byte) ('0' + (rest - quotient * 10));
      rest = quotient;
    }
    size += length;
  }

  private static int digitsOf(long value) {
    int digits = 1;
    for (long rest = value; rest >= 10; rest /= 10) {
      digits++;
    }
    return digits;
  }

  /**
   * Makes room for {@code more} bytes behind {@link #size()}, so that a caller may fill {@link
   * #array()} itself.
   */
  public void reserve(int more) {
    if (array.length - size < more) {
      long wanted = Math.max(Math.max(SMALLEST, (long) size + more), 2L * array.length);
      if ((long) size + more > Integer.MAX_VALUE - 8) {
        throw new OutOfMemoryError("a sink cannot hold " + ((long) size + more) + " bytes");
      }
      array = Arrays.copyOf(array, (int) Math.min(wanted, Integer.MAX_VALUE - 8));
    }
  }

  /**
   * Moves the end to {@code size}: cuts, or takes in bytes that a caller put into {@link #array()}
   * after {@link #reserve}.
   */
  public void size(int size) {
    if (size < 0 || size > array.length) {
      throw new IndexOutOfBoundsException("size " + size + " of a sink of " + array.length);
    }
    this.size = size;
  }

  /** Number of bytes written. */
  public int size() {
    return size;
  }

  /** The array in use now; valid until the next write. */
  public byte[] array() {
    return array;
  }

  /** Forgets what was written and keeps the array. */
  public void clear() {
    size = 0;
  }

  /**
   * Gives the array away: this sink never writes to it again. It is empty then, and takes memory
   * for another array with the next write.
   */
  public byte[] detach() {
    byte[] mine = array;
    array = NONE;
    size = 0;
    return mine;
  }

  /** A view of what was written; valid until the next write or {@link #clear()}. */
  public ByteSlice slice() {
    return ByteSlice.of(array, 0, size);
  }

  /** A copy of what was written. */
  public byte[] toBytes() {
    return Arrays.copyOf(array, size);
  }

  @Override
  public String toString() {
    return slice().toString();
  }
}
