package io.millrace.event;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decodes well formed MessagePack into Java values: null, Boolean, Long, BigInteger (beyond {@code
 * long}), Double, String, byte[] (binary), EventTime (extension 0 of eight bytes), {@link
 * Extension} (any other), ArrayList, LinkedHashMap. The escape hatch: whatever can reads the bytes
 * in place with {@link Pack}.
 */
public final class PackReader {
  private final byte[] array;
  private int at;

  private PackReader(byte[] array, int at) {
    this.array = array;
    this.at = at;
  }

  /** An extension that is no event time. */
  @SuppressWarnings(
      "ArrayRecordComponent") // identity does not matter: it is carried, never compared
  public record Extension(int type, byte[] data) {}

  /** The value at {@code at}. */
  public static @Nullable Object read(byte[] array, int at) {
    return new PackReader(array, at).value();
  }

  /** The whole of {@code packed}, which is checked first. */
  public static @Nullable Object read(ByteSlice packed) {
    Pack.check(packed.array(), packed.offset(), packed.end());
    return read(packed.array(), packed.offset());
  }

  private @Nullable Object value() {
    switch (Pack.kind(array, at)) {
      case NIL -> {
        at++;
        return null;
      }
      case BOOLEAN -> {
        return (array[at++] & 0xff) == Pack.TRUE;
      }
      case INTEGER -> {
        Object value =
            Pack.isBig(array, at)
                ? new BigInteger(1, Arrays.copyOfRange(array, at + 1, at + 9))
                : Pack.integer(array, at);
        at = Pack.skip(array, at);
        return value;
      }
      case FLOAT -> {
        double value = Pack.floating(array, at);
        at = Pack.skip(array, at);
        return value;
      }
      case STRING -> {
        int start = Pack.rawStart(array, at);
        int length = Pack.rawLength(array, at);
        at = start + length;
        return new String(array, start, length, StandardCharsets.UTF_8);
      }
      case BINARY -> {
        int start = Pack.rawStart(array, at);
        int length = Pack.rawLength(array, at);
        at = start + length;
        return Arrays.copyOfRange(array, start, at);
      }
      case ARRAY -> {
        return list();
      }
      case MAP -> {
        return map();
      }
      case EXTENSION -> {
        return extension();
      }
      default -> throw new MalformedPackException("byte 0xc1 at " + at + " starts no value");
    }
  }

  private List<@Nullable Object> list() {
    int count = Pack.count(array, at);
    at = Pack.body(array, at);
    List<@Nullable Object> items = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      items.add(value());
    }
    return items;
  }

  private Map<@Nullable Object, @Nullable Object> map() {
    int count = Pack.count(array, at);
    at = Pack.body(array, at);
    Map<@Nullable Object, @Nullable Object> fields = new LinkedHashMap<>(count * 4 / 3 + 1);
    for (int i = 0; i < count; i++) {
      Object key = value();
      fields.put(key, value());
    }
    return fields;
  }

  private Object extension() {
    int start = Pack.extStart(array, at);
    int type = Pack.extType(array, at);
    int end = Pack.skip(array, at);
    at = end;
    if (type == 0 && end - start == 8) {
      return new EventTime(Pack.u32(array, start), Pack.i32(array, start + 4));
    }
    if (type == Pack.BIG_INTEGER && end > start) {
      return new BigInteger(array, start, end - start);
    }
    return new Extension(type, Arrays.copyOfRange(array, start, end));
  }
}
