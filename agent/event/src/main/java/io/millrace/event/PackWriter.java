package io.millrace.event;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes MessagePack, always in the shortest form, behind what a {@link ByteArraySink} holds. */
public final class PackWriter {
  private static final BigInteger MAX_UINT64 =
      BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

  private final ByteArraySink out;

  /** Writes to {@code out}. */
  public PackWriter(ByteArraySink out) {
    this.out = out;
  }

  /** Where the bytes go. */
  public ByteArraySink sink() {
    return out;
  }

  /** Nil. */
  public void nil() {
    out.write(Pack.NIL);
  }

  /** True or false. */
  public void bool(boolean value) {
    out.write(value ? Pack.TRUE : Pack.FALSE);
  }

  /** An integer. */
  public void integer(long value) {
    if (value >= 0) {
      if (value < 0x80) {
        out.write((int) value);
      } else if (value <= 0xff) {
        out.write(Pack.UINT8);
        out.write((int) value);
      } else if (value <= 0xffff) {
        out.write(Pack.UINT16);
        be16((int) value);
      } else if (value <= 0xffffffffL) {
        out.write(Pack.UINT32);
        be32((int) value);
      } else {
        out.write(Pack.UINT64);
        be64(value);
      }
    } else if (value >= -32) {
      out.write((int) value);
    } else if (value >= Byte.MIN_VALUE) {
      out.write(Pack.INT8);
      out.write((int) value);
    } else if (value >= Short.MIN_VALUE) {
      out.write(Pack.INT16);
      be16((int) value);
    } else if (value >= Integer.MIN_VALUE) {
      out.write(Pack.INT32);
      be32((int) value);
    } else {
      out.write(Pack.INT64);
      be64(value);
    }
  }

  /**
   * An integer of any size; below -2^63 or above 2^64 - 1, which MessagePack cannot hold, as an
   * extension that stays inside this agent (see {@link Pack#BIG_INTEGER}).
   */
  public void integer(BigInteger value) {
    if (value.bitLength() < 64) {
      integer(value.longValue());
    } else if (value.signum() > 0 && value.compareTo(MAX_UINT64) <= 0) {
      out.write(Pack.UINT64);
      be64(value.longValue());
    } else {
      byte[] bytes = value.toByteArray();
      extensionHeader(Pack.BIG_INTEGER, bytes.length);
      out.write(bytes, 0, bytes.length);
    }
  }

  /** A 64 bit float. */
  public void floating(double value) {
    out.write(Pack.FLOAT64);
    be64(Double.doubleToRawLongBits(value));
  }

  /** Text. */
  public void text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    text(utf8, 0, utf8.length);
  }

  /** Text, given as UTF-8. */
  public void text(byte[] utf8, int offset, int length) {
    textHeader(length);
    out.write(utf8, offset, length);
  }

  /** The header of a text of {@code length} bytes, which the caller writes next. */
  public void textHeader(int length) {
    if (length < 32) {
      out.write(0xa0 | length);
    } else if (length <= 0xff) {
      out.write(Pack.STR8);
      out.write(length);
    } else if (length <= 0xffff) {
      out.write(Pack.STR16);
      be16(length);
    } else {
      out.write(Pack.STR32);
      be32(length);
    }
  }

  /** Bytes. */
  public void binary(byte[] bytes, int offset, int length) {
    binaryHeader(length);
    out.write(bytes, offset, length);
  }

  /** The header of {@code length} bytes of binary, which the caller writes next. */
  public void binaryHeader(int length) {
    if (length <= 0xff) {
      out.write(Pack.BIN8);
      out.write(length);
    } else if (length <= 0xffff) {
      out.write(Pack.BIN16);
      be16(length);
    } else {
      out.write(Pack.BIN32);
      be32(length);
    }
  }

  /** The header of an array of {@code items}, which the caller writes next. */
  public void arrayHeader(int items) {
    if (items < 16) {
      out.write(0x90 | items);
    } else if (items <= 0xffff) {
      out.write(Pack.ARRAY16);
      be16(items);
    } else {
      out.write(Pack.ARRAY32);
      be32(items);
    }
  }

  /**
   * The header of a map of {@code fields}, whose keys and values the caller writes next in turn.
   */
  public void mapHeader(int fields) {
    if (fields < 16) {
      out.write(0x80 | fields);
    } else if (fields <= 0xffff) {
      out.write(Pack.MAP16);
      be16(fields);
    } else {
      out.write(Pack.MAP32);
      be32(fields);
    }
  }

  /** The header of an extension with {@code length} bytes of data, which the caller writes next. */
  public void extensionHeader(int type, int length) {
    if (Integer.bitCount(length) == 1 && length <= 16) {
      out.write(Pack.FIXEXT1 + Integer.numberOfTrailingZeros(length));
    } else if (length <= 0xff) {
      out.write(Pack.EXT8);
      out.write(length);
    } else if (length <= 0xffff) {
      out.write(Pack.EXT16);
      be16(length);
    } else {
      out.write(Pack.EXT32);
      be32(length);
    }
    out.write(type);
  }

  /** An event time with nanoseconds: extension 0, eight bytes. */
  public void eventTime(long seconds, int nanos) {
    out.write(Pack.FIXEXT8);
    out.write(0);
    be32((int) seconds);
    be32(nanos);
  }

  /** An event time. */
  public void eventTime(EventTime time) {
    eventTime(time.seconds(), time.nanos());
  }

  /** A value that is packed already. */
  public void packed(ByteSlice value) {
    out.write(value);
  }

  /**
   * A Java value: null, Boolean, any integer Number, Double or Float, CharSequence, byte[],
   * ByteSlice (as binary), EventTime, {@link PackReader.Extension}, Map (in its order), Iterable.
   *
   * @throws IllegalArgumentException for any other class
   */
  public void value(@Nullable Object value) {
    if (value == null) {
      nil();
    } else if (value instanceof CharSequence text) {
      text(text.toString());
    } else if (value instanceof BigInteger big) {
      integer(big);
    } else if (value instanceof Double || value instanceof Float) {
      floating(((Number) value).doubleValue());
    } else if (value instanceof Long
        || value instanceof Integer
        || value instanceof Short
        || value instanceof Byte) {
      integer(((Number) value).longValue());
    } else if (value instanceof Boolean bool) {
      bool(bool);
    } else if (value instanceof byte[] bytes) {
      binary(bytes, 0, bytes.length);
    } else if (value instanceof ByteSlice bytes) {
      binary(bytes.array(), bytes.offset(), bytes.length());
    } else if (value instanceof EventTime time) {
      eventTime(time);
    } else if (value instanceof PackReader.Extension extension) {
      extensionHeader(extension.type(), extension.data().length);
      out.write(extension.data(), 0, extension.data().length);
    } else if (value instanceof Map<?, ?> map) {
      mapHeader(map.size());
      map.forEach(
          (k, v) -> {
            value(k);
            value(v);
          });
    } else if (value instanceof Iterable<?> items) {
      int header = out.size();
      int count = 0;
      arrayHeader(0);
      for (Object item : items) {
        value(item);
        count++;
      }
      widenArray(header, count);
    } else {
      throw new IllegalArgumentException("no MessagePack for a " + value.getClass().getName());
    }
  }

  private void widenArray(int header, int count) {
    if (count < 16) {
      out.array()[header] = (byte) (0x90 | count);
      return;
    }
    ByteArraySink wide = new ByteArraySink(8);
    new PackWriter(wide).arrayHeader(count);
    int body = out.size() - header - 1;
    out.reserve(4);
    System.arraycopy(out.array(), header + 1, out.array(), header + wide.size(), body);
    System.arraycopy(wide.array(), 0, out.array(), header, wide.size());
    out.size(header + wide.size() + body);
  }

  private void be16(int value) {
    out.write(value >> 8);
    out.write(value);
  }

  private void be32(int value) {
    out.reserve(4);
    byte[] a = out.array();
    int at = out.size();
    a[at] = (byte) (value >> 24);
    a[at + 1] = (byte) (value >> 16);
    a[at + 2] = (byte) (value >> 8);
    a[at + 3] = (byte) value;
    out.size(at + 4);
  }

  private void be64(long value) {
    be32((int) (value >> 32));
    be32((int) value);
  }
}
